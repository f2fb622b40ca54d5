package dev.burnish.formatting.domain;

import java.util.Locale;

/** What can be wrong with a file or one of its rows; each has a stable code, and {@code docs/data.md} says of each what to do. */
public enum Fault {
    // The file as a whole.
    EMPTY_FILE,
    UNKNOWN_FORMAT,
    ARCHIVE,
    UNSUPPORTED_ENCODING,
    BROKEN_GZIP,
    FILE_TOO_LARGE,
    BROKEN_PARQUET,
    PARQUET_LIMIT,
    MISSING_COLUMNS,
    INVALID_HEADER,

    // A row's bytes.
    INVALID_ENCODING,
    NUL_CHARACTER,
    HALF_CHARACTER,
    ROW_TOO_LONG,
    INVALID_CSV,
    WRONG_NUMBER_OF_FIELDS,

    // A row's JSON.
    INVALID_JSON,
    INCOMPLETE_JSON,
    TRAILING_CONTENT,
    DUPLICATE_KEY,
    JSON_LIMIT,
    NOT_AN_OBJECT,

    // A row's shape.
    UNKNOWN_ROW,
    WRONG_METHOD,
    UNKNOWN_KEY,
    AMBIGUOUS_KEYS,
    WRONG_TYPE,
    NO_MESSAGES,
    MISSING_ROLE,
    UNKNOWN_ROLE,
    MISSING_CONTENT,
    EMPTY_CONTENT,
    UNSUPPORTED_CONTENT,
    INVALID_WEIGHT,
    LAST_MESSAGE,
    NOTHING_TO_LEARN,
    EQUAL_ANSWERS,

    // Tools.
    INVALID_TOOL,
    DUPLICATE_TOOL,
    INVALID_TOOL_CALL,
    INVALID_ARGUMENTS,
    UNKNOWN_TOOL,
    DUPLICATE_TOOL_CALL,
    UNANSWERED_TOOL_CALL,
    UNKNOWN_TOOL_CALL,
    PARALLEL_TOOL_CALLS,

    // What the base model makes of it.
    REFUSED_BY_TEMPLATE,
    TOOLS_NOT_SUPPORTED,
    ANSWER_BEYOND_CONTEXT;

    /** In snake_case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
