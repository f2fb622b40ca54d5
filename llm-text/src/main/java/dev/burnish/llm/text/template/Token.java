package dev.burnish.llm.text.template;

/**
 * A piece of a template.
 *
 * @param text what it says: the value of a string, the rest as written
 */
record Token(Kind kind, String text, int line) {

    enum Kind {
        DATA,
        OUTPUT_BEGIN,
        OUTPUT_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        STRING,
        INTEGER,
        OPERATOR,
        END
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    String describe() {
        return switch (kind) {
            case END -> "the end of the template";
            case OUTPUT_END, BLOCK_END -> "the end of the tag";
            case STRING -> "a string";
            default -> "'" + text + "'";
        };
    }
}
