package dev.burnish.llm.kernel;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.ArrayList;
import java.util.List;

/** One call of a method of the kernels: arguments in order, then {@link #run}. */
final class KernelCall {

    private final Model model;
    private final NDManager scope;
    private final NDList arguments = new NDList();

    KernelCall(Model model, NDManager scope, String method) {
        this.model = model;
        this.scope = scope;
        NDArray tag = scope.create(0);
        tag.setName("module_method:" + method);
        arguments.add(tag);
    }

    /** DJL groups arrays of one name into a list argument, so an array can be in one list of a call only. */
    KernelCall list(String name, NDList arrays) {
        for (NDArray array : arrays) {
            array.setName(name);
            arguments.add(array);
        }
        return this;
    }

    KernelCall array(NDArray array) {
        arguments.add(array);
        return this;
    }

    KernelCall scalar(float value) {
        return array(scope.create(value));
    }

    KernelCall scalar(long value) {
        return array(scope.create(value));
    }

    /** The list of tokens, rows, targets and places, then the runs of the batch. */
    KernelCall batch(MicroBatch batch) {
        AttentionLayout layout = batch.layout();
        return list("b[]", arrays(batch, layout)).array(scope.create(layout.runs()));
    }

    /** The list of tokens, rows, targets, places, owners of rows and the pairs' reference, then the runs of the batch. */
    KernelCall batch(PreferenceBatch pairs) {
        AttentionLayout layout = pairs.batch().layout();
        NDList arrays = arrays(pairs.batch(), layout);
        arrays.add(scope.create(pairs.owners()));
        arrays.add(scope.create(pairs.reference()));
        return list("b[]", arrays).array(scope.create(layout.runs()));
    }

    private NDList arrays(MicroBatch batch, AttentionLayout layout) {
        NDList arrays = new NDList();
        for (long[] values : new long[][] {batch.tokens(), batch.rows(), batch.targets(), layout.places()}) {
            arrays.add(scope.create(values, new Shape(values.length)));
        }
        return arrays;
    }

    /** The results, which live in the scope. */
    NDList run() {
        return IValueUtils.forward((PtSymbolBlock) model.getBlock(), arguments, true);
    }

    /** The results, which outlive the scope. */
    NDList runInto(NDManager owner) {
        NDList results = run();
        results.attach(owner);
        return results;
    }

    /** Which rows of the batch are whose, and how each is computed. */
    KernelCall segments(Segments segments) {
        return array(scope.create(segments.table())).array(scope.create(segments.settings()));
    }

    /** Of each segment. */
    List<LossSums> sums() {
        NDList result = run();
        double[] losses = result.get(0).toDoubleArray();
        long[] correct = result.get(1).toLongArray();
        List<LossSums> sums = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            sums.add(new LossSums(losses[i], correct[i]));
        }
        return sums;
    }
}
