package dev.burnish.formatting.report;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Groups of things that are numbered from 0. A group has the number of its first member. */
final class Clusters {
    private final int[] parents;
    private final float[] resemblances;

    Clusters(int things) {
        parents = IntStream.range(0, things).toArray();
        resemblances = new float[things];
        Arrays.fill(resemblances, 1);
    }

    int of(int thing) {
        int root = thing;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    /** @param resemblance of the two, 0 to 1 */
    void join(int one, int other, double resemblance) {
        int first = Math.min(of(one), of(other));
        int second = Math.max(of(one), of(other));
        if (first != second) {
            parents[second] = first;
            resemblances[second] = (float) resemblance;
        }
    }

    /** Whether the thing is in another one's group. */
    boolean follows(int thing) {
        return of(thing) != thing;
    }

    /** The resemblance by which the thing, or the part of the group that it was the first of, came into the group. */
    double resemblance(int thing) {
        return resemblances[thing];
    }

    int size() {
        return parents.length;
    }

    /** The group of each thing from the offset on. */
    int[] from(int offset) {
        return IntStream.range(offset, parents.length).map(this::of).toArray();
    }
}
