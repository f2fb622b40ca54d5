package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Token.Kind;
import java.util.List;

/** The parser's place in a template. */
final class Cursor {

    private static final int DEEPEST_NESTING = 100;

    private final List<Token> tokens;
    private int position;
    private int depth;

    Cursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(position);
    }

    Token following() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    int line() {
        return current().line();
    }

    /** Moves on, and gives the token moved over. */
    Token next() {
        Token token = current();
        position = Math.min(position + 1, tokens.size() - 1);
        return token;
    }

    boolean skipName(String name) {
        return skipIf(current().isName(name));
    }

    boolean skipOperator(String operator) {
        return skipIf(current().isOperator(operator));
    }

    private boolean skipIf(boolean condition) {
        if (condition) {
            next();
        }
        return condition;
    }

    Token expect(Kind kind, String what) {
        if (current().kind() != kind) {
            throw unexpected(current(), what);
        }
        return next();
    }

    String expectName() {
        return expect(Kind.NAME, "a name").text();
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected(current(), "'" + operator + "'");
        }
    }

    Failure unexpected(Token token, String expected) {
        return Failure.syntax("expected " + expected + ", got " + token.describe())
                .at(token.line());
    }

    /** Goes into something that may hold itself; every call is followed by {@link #leave}. */
    void enter() {
        depth++;
        if (depth > DEEPEST_NESTING) {
            throw Failure.limit("nests deeper than " + DEEPEST_NESTING + " levels")
                    .at(line());
        }
    }

    void leave() {
        depth--;
    }
}
