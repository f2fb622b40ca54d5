package dev.burnish.llm.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of a method of the kernels without gradients: arguments in order, then {@link #run} or {@link #keep}. Arrays that it returns
 * can be changed by such calls only.
 */
final class InferenceCall {

    private final PtSymbolBlock block;
    private final String method;
    private final List<IValue> arguments = new ArrayList<>();
    private final List<IValue> temporary = new ArrayList<>();

    InferenceCall(PtSymbolBlock block, String method) {
        this.block = block;
        this.method = method;
    }

    InferenceCall list(NativeArrays arrays) {
        arguments.add(arrays.value());
        return this;
    }

    InferenceCall array(NDArray array) {
        return temporary(IValue.from((PtNDArray) array));
    }

    InferenceCall number(long number) {
        return temporary(IValue.from(number));
    }

    InferenceCall numbers(int[] numbers) {
        long[] wide = new long[numbers.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = numbers[i];
        }
        return temporary(IValue.listFrom(wide));
    }

    InferenceCall numbers(double[] numbers) {
        return temporary(IValue.listFrom(numbers));
    }

    private InferenceCall temporary(IValue value) {
        arguments.add(value);
        temporary.add(value);
        return this;
    }

    /** The returned arrays, in the scope. */
    NDList run(NDManager scope) {
        try (IValue result = call()) {
            return result.toNDList((PtNDManager) scope);
        }
    }

    /** The returned list of arrays, which stays in libtorch. */
    NativeArrays keep() {
        return new NativeArrays(call());
    }

    private IValue call() {
        try {
            return IValueUtils.runMethod(block, method, arguments.toArray(IValue[]::new));
        } finally {
            temporary.forEach(IValue::close);
        }
    }
}
