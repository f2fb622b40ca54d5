package dev.burnish.training.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A breadth-first search through all states that can be reached, so that what it finds is told on the shortest way. */
final class Exploration {

    /**
     * What was found.
     *
     * @param path the names of the moves that lead there
     */
    record Violation(Invariant invariant, List<String> path) {}

    private static final int NOBODY = -1;

    private final Protocol protocol;
    private final Set<Invariant> invariants;
    private final int limit;
    private final StateSpace space;
    private final BitSet over = new BitSet();

    /** Of each state, the one that it was reached from first, and by which move. */
    private int[] parents = new int[1024];

    private int[] byMove = new int[1024];

    /** Where the successors of each state begin in {@link #successors}; only those that need no last resort. */
    private int[] starts = new int[1024];

    private int[] successors = new int[4096];
    private int edges;
    private long moves;

    /** @param limit how many states are too many */
    Exploration(Protocol protocol, Set<Invariant> invariants, int limit) {
        this.protocol = protocol;
        this.invariants = invariants;
        this.limit = limit;
        this.space = new StateSpace(protocol.width());
    }

    int states() {
        return space.size();
    }

    /** How many moves were made, between states that differ or not. */
    long moves() {
        return moves;
    }

    /** Empty once all states were seen and none violates anything. */
    Optional<Violation> run() {
        note(space.add(new long[protocol.width()]), NOBODY, NOBODY);
        for (int index = 0; index < space.size(); index++) {
            Optional<Violation> found = expand(index);
            if (found.isPresent()) {
                return found;
            }
            if (space.size() > limit) {
                throw new IllegalStateException("more than " + limit + " states");
            }
        }
        return invariants.contains(Invariant.CAN_END) ? stuck() : Optional.empty();
    }

    private Optional<Violation> expand(int index) {
        long[] next = new long[protocol.width()];
        starts = grown(starts, index + 1);
        starts[index] = edges;
        List<Move> all = protocol.moves();
        protocol.load(space.states(), space.offset(index));
        for (int number = 0; number < all.size(); number++) {
            if (!protocol.happens(all.get(number))) {
                continue;
            }
            moves++;
            protocol.store(next);
            int known = space.size();
            int place = space.add(next);
            boolean unknown = place == known;
            if (unknown) {
                note(place, index, number);
            }
            Optional<Invariant> violated = protocol.violatedByMove(invariants);
            if (unknown && violated.isEmpty()) {
                violated = protocol.violated(invariants);
            }
            if (violated.isPresent()) {
                List<String> path = new ArrayList<>(path(index));
                path.add(all.get(number).name());
                return Optional.of(new Violation(violated.get(), path));
            }
            if (place != index && all.get(number).kind() != Move.Kind.LAST_RESORT) {
                successors = grown(successors, edges);
                successors[edges++] = place;
            }
            protocol.load(space.states(), space.offset(index));
        }
        starts[index + 1] = edges;
        return Optional.empty();
    }

    private void note(int place, int parent, int number) {
        parents = grown(parents, place);
        byMove = grown(byMove, place);
        parents[place] = parent;
        byMove[place] = number;
        if (parent != NOBODY && protocol.isOver()) {
            over.set(place);
        }
    }

    private static int[] grown(int[] array, int place) {
        return place < array.length ? array : Arrays.copyOf(array, array.length * 2);
    }

    private List<String> path(int index) {
        List<String> path = new ArrayList<>();
        for (int at = index; parents[at] != NOBODY; at = parents[at]) {
            path.addFirst(protocol.moves().get(byMove[at]).name());
        }
        return path;
    }

    /** The first state from which no way leads to the end of all jobs. */
    private Optional<Violation> stuck() {
        BitSet canEnd = (BitSet) over.clone();
        boolean grows = true;
        while (grows) {
            grows = false;
            // Most ways lead to states that were found later.
            for (int index = space.size() - 1; index >= 0; index--) {
                if (!canEnd.get(index) && leadsTo(canEnd, index)) {
                    canEnd.set(index);
                    grows = true;
                }
            }
        }
        int stuck = canEnd.nextClearBit(0);
        return stuck < space.size() ? Optional.of(new Violation(Invariant.CAN_END, path(stuck))) : Optional.empty();
    }

    private boolean leadsTo(BitSet goal, int index) {
        for (int edge = starts[index]; edge < starts[index + 1]; edge++) {
            if (goal.get(successors[edge])) {
                return true;
            }
        }
        return false;
    }
}
