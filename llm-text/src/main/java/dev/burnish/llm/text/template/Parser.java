package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Syntax.Assignment;
import dev.burnish.llm.text.template.Syntax.BlockAssignment;
import dev.burnish.llm.text.template.Syntax.Branch;
import dev.burnish.llm.text.template.Syntax.Break;
import dev.burnish.llm.text.template.Syntax.Call;
import dev.burnish.llm.text.template.Syntax.CallBlock;
import dev.burnish.llm.text.template.Syntax.Continue;
import dev.burnish.llm.text.template.Syntax.Data;
import dev.burnish.llm.text.template.Syntax.Expression;
import dev.burnish.llm.text.template.Syntax.FilterBlock;
import dev.burnish.llm.text.template.Syntax.FilterCall;
import dev.burnish.llm.text.template.Syntax.For;
import dev.burnish.llm.text.template.Syntax.Generation;
import dev.burnish.llm.text.template.Syntax.If;
import dev.burnish.llm.text.template.Syntax.Macro;
import dev.burnish.llm.text.template.Syntax.NameTarget;
import dev.burnish.llm.text.template.Syntax.NamespaceTarget;
import dev.burnish.llm.text.template.Syntax.Output;
import dev.burnish.llm.text.template.Syntax.Parameter;
import dev.burnish.llm.text.template.Syntax.Statement;
import dev.burnish.llm.text.template.Syntax.Target;
import dev.burnish.llm.text.template.Syntax.TupleTarget;
import dev.burnish.llm.text.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Parses the tags of a template. */
final class Parser {

    private static final Set<String> TAGS =
            Set.of("if", "for", "set", "macro", "call", "filter", "generation", "break", "continue");
    private static final Set<String> OTHER_TAGS_OF_JINJA =
            Set.of("block", "extends", "include", "import", "from", "with", "autoescape", "print", "do");
    private static final Set<String> LITERAL_NAMES = Set.of("true", "false", "none", "True", "False", "None");

    private enum Place {
        LOOP,
        /** Something whose text is not written where it stands: a macro, or a block that is set, filtered or passed. */
        CAPTURE
    }

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private boolean inLoop;
    private boolean captured;

    Parser(List<Token> tokens) {
        this.tokens = new TokenStream(tokens);
        this.expressions = new ExpressionParser(this.tokens);
    }

    List<Statement> template() {
        List<Statement> statements = statements();
        if (tokens.current().kind() != Kind.END) {
            throw unknownTag(tokens.following());
        }
        return statements;
    }

    private Failure unknownTag(Token token) {
        return OTHER_TAGS_OF_JINJA.contains(token.text())
                ? Failure.unsupported("the tag '" + token.text() + "' is not supported")
                        .at(token.line())
                : Failure.syntax("unexpected tag " + token.describe()).at(token.line());
    }

    /** Statements up to a tag that is none of their own, which is left to the caller. */
    private List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = tokens.current();
            switch (token.kind()) {
                case DATA -> statements.add(new Data(tokens.next().text(), token.line()));
                case OUTPUT_BEGIN -> {
                    tokens.next();
                    statements.add(new Output(tuple(), token.line()));
                    tokens.expect(tokens.current().kind() == Kind.OUTPUT_END, "the end of the tag");
                }
                case BLOCK_BEGIN -> {
                    if (!TAGS.contains(tokens.following().text())) {
                        return statements;
                    }
                    tokens.next();
                    statements.add(tokens.nested(this::statement));
                    endTag();
                }
                default -> {
                    return statements;
                }
            }
        }
    }

    private Statement statement() {
        Token name = tokens.next();
        int line = name.line();
        return switch (name.text()) {
            case "if" -> condition(line);
            case "for" -> loop(line);
            case "set" -> assignment(line);
            case "macro" -> macro(tokens.expectName().text(), line);
            case "call" -> callBlock(line);
            case "filter" -> {
                List<FilterCall> filters = new ArrayList<>(List.of(expressions.filterCall()));
                filters.addAll(filters());
                yield new FilterBlock(filters, body(Place.CAPTURE, "endfilter"), line);
            }
            case "generation" -> generation(line);
            case "break" -> inLoop(new Break(line));
            default -> inLoop(new Continue(line));
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
            Expression test = expressions.tuple(expressions::expressionBeforeIf, this::atTagEnd);
            branches.add(new Branch(test, block()));
        } while (skipTag("elif"));
        List<Statement> otherwise = skipTag("else") ? block() : List.of();
        expectTag("endif");
        return new If(branches, otherwise, line);
    }

    private Statement loop(int line) {
        Target target = target(false);
        tokens.expect(tokens.current().isName("in"), "'in'");
        Expression items = expressions.tuple(expressions::expressionBeforeIf, this::atTagEnd);
        Expression condition = tokens.skipName("if") ? expressions.expression() : null;
        if (tokens.current().isName("recursive")) {
            throw Failure.unsupported("recursive loops are not supported").at(line);
        }
        List<Statement> body = within(Place.LOOP, this::block);
        List<Statement> otherwise = skipTag("else") ? block() : List.of();
        expectTag("endfor");
        return new For(target, items, condition, body, otherwise, line);
    }

    private Statement assignment(int line) {
        Target target = target(true);
        if (tokens.skipOperator("=")) {
            return new Assignment(target, tuple(), line);
        }
        return new BlockAssignment(target, filters(), body(Place.CAPTURE, "endset"), line);
    }

    private List<FilterCall> filters() {
        List<FilterCall> filters = new ArrayList<>();
        while (tokens.skipOperator("|")) {
            filters.add(expressions.filterCall());
        }
        return filters;
    }

    private Macro macro(String name, int line) {
        List<Parameter> parameters = parameters();
        return new Macro(name, parameters, body(Place.CAPTURE, "endmacro"), line);
    }

    private List<Parameter> parameters() {
        tokens.expectOperator("(");
        List<Parameter> parameters = new ArrayList<>();
        while (!tokens.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                tokens.expectOperator(",");
            }
            Token name = tokens.expectName();
            Expression byDefault = tokens.skipOperator("=") ? expressions.expression() : null;
            if (byDefault == null
                    && !parameters.isEmpty()
                    && parameters.getLast().byDefault() != null) {
                throw Failure.syntax("non-default argument follows default argument")
                        .at(name.line());
            }
            parameters.add(new Parameter(name.text(), byDefault));
        }
        return parameters;
    }

    private Statement callBlock(int line) {
        List<Parameter> parameters = tokens.current().isOperator("(") ? parameters() : List.of();
        if (!(expressions.expression() instanceof Call call)) {
            throw Failure.syntax("the tag 'call' needs a call").at(line);
        }
        Macro caller = new Macro(Syntax.CALLER, parameters, body(Place.CAPTURE, "endcall"), line);
        return new CallBlock(call, caller, line);
    }

    /** Where its text stands is known only if it is written directly, so jinja2's spans are wrong elsewhere. */
    private Statement generation(int line) {
        if (captured) {
            throw Failure.unsupported("generation inside a macro, another generation, or a block that is set, filtered "
                            + "or passed is not supported")
                    .at(line);
        }
        return new Generation(body(Place.CAPTURE, "endgeneration"), line);
    }

    private Target target(boolean namespaces) {
        List<Target> targets = new ArrayList<>();
        boolean tuple = false;
        while (targets.isEmpty() || tuple) {
            targets.add(singleTarget(namespaces));
            tuple |= tokens.current().isOperator(",");
            if (!tokens.skipOperator(",")
                    || tokens.current().isName("in")
                    || tokens.current().isOperator(")")) {
                break;
            }
        }
        return tuple ? new TupleTarget(targets) : targets.getFirst();
    }

    private Target singleTarget(boolean namespaces) {
        if (tokens.skipOperator("(")) {
            Target inner = tokens.nested(() -> target(namespaces));
            tokens.expectOperator(")");
            return inner;
        }
        Token name = tokens.expectName();
        if (LITERAL_NAMES.contains(name.text())) {
            throw Failure.syntax("cannot assign to '" + name.text() + "'").at(name.line());
        }
        if (namespaces && tokens.skipOperator(".")) {
            return new NamespaceTarget(name.text(), tokens.expectName().text());
        }
        return new NameTarget(name.text());
    }

    private Expression tuple() {
        return expressions.tuple(expressions::expression, this::atTagEnd);
    }

    private boolean atTagEnd() {
        Kind kind = tokens.current().kind();
        return kind == Kind.BLOCK_END || kind == Kind.OUTPUT_END;
    }

    private void endTag() {
        tokens.expect(tokens.current().kind() == Kind.BLOCK_END, "the end of the tag");
    }

    /** The rest of a tag, and the statements that follow it. */
    private List<Statement> block() {
        tokens.skipOperator(":");
        endTag();
        return statements();
    }

    /** The rest of a tag, the statements that follow it, and the name of the tag that ends them. */
    private List<Statement> body(Place place, String end) {
        List<Statement> body = within(place, this::block);
        expectTag(end);
        return body;
    }

    private List<Statement> within(Place place, Supplier<List<Statement>> parser) {
        boolean outerInLoop = inLoop;
        boolean outerCaptured = captured;
        inLoop = place == Place.LOOP;
        captured |= place == Place.CAPTURE;
        List<Statement> statements = parser.get();
        inLoop = outerInLoop;
        captured = outerCaptured;
        return statements;
    }

    private boolean skipTag(String name) {
        boolean present = tokens.current().kind() == Kind.BLOCK_BEGIN
                && tokens.following().isName(name);
        if (present) {
            tokens.next();
            tokens.next();
        }
        return present;
    }

    private void expectTag(String name) {
        if (tokens.current().kind() == Kind.BLOCK_BEGIN && !tokens.following().isName(name)) {
            throw unknownTag(tokens.following());
        }
        if (!skipTag(name)) {
            throw tokens.unexpected("the tag '" + name + "'");
        }
    }
}
