package dev.burnish.training.protocol;

import java.util.function.BooleanSupplier;

/**
 * Something that can happen.
 *
 * @param happens changes the loaded state; false, having changed nothing, if it cannot happen there
 */
record Move(String name, Kind kind, BooleanSupplier happens) {
    enum Kind {
        USUAL,

        /** What goes wrong. */
        FAULT,

        /** What no job should need to end. */
        LAST_RESORT
    }

    static Move of(String name, BooleanSupplier happens) {
        return new Move(name, Kind.USUAL, happens);
    }

    static Move fault(String name, BooleanSupplier happens) {
        return new Move(name, Kind.FAULT, happens);
    }

    static Move lastResort(String name, BooleanSupplier happens) {
        return new Move(name, Kind.LAST_RESORT, happens);
    }
}
