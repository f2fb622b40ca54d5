package dev.burnish.llm.generation;

/** All slots of a batch are taken: wait until a sequence has left, or make the batch with more slots. */
public final class NoFreeSlotException extends Exception {

    private static final long serialVersionUID = 1;

    NoFreeSlotException(int slots) {
        super("all " + slots + " slots are taken; wait until a sequence has left");
    }
}
