package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Statement.Branch;
import dev.burnish.llm.text.template.Statement.Parameter;
import dev.burnish.llm.text.template.Statement.Target;
import dev.burnish.llm.text.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses the tags of a template. */
final class Parser {

    private static final Set<String> TAGS = Set.of("if", "for", "set", "macro", "generation", "break", "continue");
    private static final Set<String> OTHER_TAGS_OF_JINJA = Set.of(
            "autoescape",
            "block",
            "call",
            "do",
            "extends",
            "filter",
            "from",
            "import",
            "include",
            "print",
            "raw",
            "with");
    private static final Set<String> LITERAL_NAMES = Set.of("true", "false", "none", "True", "False", "None");

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private boolean inLoop;
    private boolean captured;

    Parser(List<Token> tokens) {
        this.cursor = new Cursor(tokens);
        this.expressions = new ExpressionParser(cursor);
    }

    List<Statement> template() {
        List<Statement> statements = statements();
        if (cursor.current().kind() != Kind.END) {
            throw unexpectedTag();
        }
        return statements;
    }

    private Failure unexpectedTag() {
        Token tag = cursor.following();
        return OTHER_TAGS_OF_JINJA.contains(tag.text())
                ? Failure.unsupported("the tag '" + tag.text() + "' is not supported")
                        .at(tag.line())
                : Failure.syntax("unexpected tag " + tag.describe()).at(tag.line());
    }

    /** Statements up to a tag that is none of their own, which is left to the caller. */
    private List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = cursor.current();
            switch (token.kind()) {
                case DATA -> statements.add(new Statement.Data(cursor.next().text(), token.line()));
                case OUTPUT_BEGIN -> {
                    cursor.next();
                    statements.add(new Statement.Output(expressions.expression(), token.line()));
                    cursor.expect(Kind.OUTPUT_END, "the end of the tag");
                }
                case BLOCK_BEGIN -> {
                    if (!TAGS.contains(cursor.following().text())) {
                        return statements;
                    }
                    cursor.next();
                    cursor.enter();
                    statements.add(statement(cursor.next()));
                    cursor.leave();
                    endTag();
                }
                default -> {
                    return statements;
                }
            }
        }
    }

    /** A statement, up to the end of its last tag. */
    private Statement statement(Token tag) {
        int line = tag.line();
        return switch (tag.text()) {
            case "if" -> condition(line);
            case "for" -> loop(line);
            case "set" -> set(line);
            case "macro" -> new Statement.Macro(cursor.expectName(), parameters(), captured("endmacro"), line);
            case "generation" -> generation(line);
            case "break" -> inLoop(new Statement.Break(line));
            default -> inLoop(new Statement.Continue(line));
        };
    }

    private Statement inLoop(Statement statement) {
        if (!inLoop) {
            throw Failure.syntax("break and continue need a loop around them").at(statement.line());
        }
        return statement;
    }

    private Statement condition(int line) {
        List<Branch> branches = new ArrayList<>();
        do {
            branches.add(new Branch(expressions.expression(), block()));
        } while (skipTag("elif"));
        List<Statement> otherwise = skipTag("else") ? block() : List.of();
        expectTag("endif");
        return new Statement.If(branches, otherwise, line);
    }

    private Statement loop(int line) {
        List<String> names = new ArrayList<>();
        do {
            names.add(assignable());
        } while (cursor.skipOperator(","));
        if (!cursor.skipName("in")) {
            throw cursor.unexpected(cursor.current(), "'in'");
        }
        Expression items = expressions.withoutConditional();
        Expression condition = cursor.skipName("if") ? expressions.expression() : null;
        boolean outer = inLoop;
        inLoop = true;
        List<Statement> body = block();
        inLoop = outer;
        List<Statement> otherwise = skipTag("else") ? block() : List.of();
        expectTag("endfor");
        return new Statement.For(names, items, condition, body, otherwise, line);
    }

    private String assignable() {
        String name = cursor.expectName();
        if (LITERAL_NAMES.contains(name)) {
            throw Failure.syntax("cannot assign to '" + name + "'").at(cursor.line());
        }
        return name;
    }

    private Statement set(int line) {
        Target target = new Target(assignable(), cursor.skipOperator(".") ? cursor.expectName() : null);
        return cursor.skipOperator("=")
                ? new Statement.Set(target, expressions.expression(), line)
                : new Statement.SetBlock(target, captured("endset"), line);
    }

    private List<Parameter> parameters() {
        cursor.expectOperator("(");
        List<Parameter> parameters = new ArrayList<>();
        while (!cursor.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                cursor.expectOperator(",");
            }
            parameters.add(
                    new Parameter(cursor.expectName(), cursor.skipOperator("=") ? expressions.expression() : null));
        }
        return parameters;
    }

    /** Where its text stands is known only if it is written directly, so jinja2's spans are wrong elsewhere. */
    private Statement generation(int line) {
        if (captured) {
            throw Failure.unsupported(
                            "generation inside a macro, another generation or a block that is set is not supported")
                    .at(line);
        }
        return new Statement.Generation(captured("endgeneration"), line);
    }

    /** The rest of a tag, and the statements up to the tag that ends them, which loops around do not reach into. */
    private List<Statement> captured(String end) {
        boolean outerInLoop = inLoop;
        boolean outerCaptured = captured;
        inLoop = false;
        captured = true;
        List<Statement> body = block();
        expectTag(end);
        inLoop = outerInLoop;
        captured = outerCaptured;
        return body;
    }

    /** The rest of a tag, and the statements that follow it. */
    private List<Statement> block() {
        endTag();
        return statements();
    }

    private void endTag() {
        cursor.expect(Kind.BLOCK_END, "the end of the tag");
    }

    private boolean skipTag(String name) {
        boolean present = cursor.current().kind() == Kind.BLOCK_BEGIN
                && cursor.following().isName(name);
        if (present) {
            cursor.next();
            cursor.next();
        }
        return present;
    }

    private void expectTag(String name) {
        if (!skipTag(name)) {
            throw cursor.current().kind() == Kind.BLOCK_BEGIN
                    ? unexpectedTag()
                    : cursor.unexpected(cursor.current(), "the tag '" + name + "'");
        }
    }
}
