package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Token.Kind;
import java.util.List;
import java.util.function.Supplier;

/** The parser's place in a template. */
final class TokenStream {

    private static final int DEEPEST_NESTING = 100;

    private final List<Token> tokens;
    private int position;
    private int depth;

    TokenStream(List<Token> tokens) {
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

    boolean skipIf(boolean condition) {
        if (condition) {
            next();
        }
        return condition;
    }

    Token expectName() {
        return expect(current().kind() == Kind.NAME, "a name");
    }

    void expectOperator(String operator) {
        expect(current().isOperator(operator), "'" + operator + "'");
    }

    Token expect(boolean condition, String what) {
        if (!condition) {
            throw unexpected(what);
        }
        return next();
    }

    Failure unexpected(String expected) {
        return unexpected(current(), expected);
    }

    Failure unexpected(Token token, String expected) {
        return Failure.syntax("expected " + expected + ", got " + token.describe())
                .at(token.line());
    }

    /** Parses something that may hold itself. */
    <T> T nested(Supplier<T> parser) {
        depth++;
        if (depth > DEEPEST_NESTING) {
            throw Failure.limit("nests deeper than " + DEEPEST_NESTING + " levels")
                    .at(line());
        }
        T parsed = parser.get();
        depth--;
        return parsed;
    }
}
