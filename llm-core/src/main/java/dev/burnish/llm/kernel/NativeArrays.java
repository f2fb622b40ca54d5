package dev.burnish.llm.kernel;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * A list of arrays that stays in libtorch between calls, so that a call of every token does not hand over hundreds of arrays one by one.
 * It keeps its arrays alive whoever closes them elsewhere. Closing it frees what nobody else holds.
 */
public final class NativeArrays implements AutoCloseable {

    private final IValue value;

    NativeArrays(IValue value) {
        this.value = value;
    }

    static NativeArrays of(List<NativeArrays> lists) {
        try (NDManager scope = Kernels.get().newScope()) {
            NDList all = new NDList();
            lists.forEach(list -> all.addAll(list.value.toNDList((PtNDManager) scope)));
            return of(all);
        }
    }

    static NativeArrays of(NDList arrays) {
        return new NativeArrays(
                IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new)));
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
    }
}
