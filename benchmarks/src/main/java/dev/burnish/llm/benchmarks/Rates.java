package dev.burnish.llm.benchmarks;

import static java.util.Objects.requireNonNull;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.llm.Precision;
import dev.burnish.llm.kernel.TorchScriptArchive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What libtorch reaches in this process: floating-point operations per second of matrix products, and bytes read per second. */
final class Rates {

    private static final int RUNS = 5;
    private static final long READ_FLOATS = 1L << 27;

    private final Model model;

    Rates() throws IOException, MalformedModelException {
        try (InputStream source = requireNonNull(Rates.class.getResourceAsStream("rates.torchscript"))) {
            String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            model = Model.newInstance("rates", Device.cpu(), "PyTorch");
            model.load(new ByteArrayInputStream(TorchScriptArchive.pack(text, "Rates")));
        }
    }

    /** {@code dtype}, and {@code products} as [rows, inputs, outputs] each. */
    Map<String, ?> measure(JsonNode request) {
        Precision precision = Precision.valueOf(request.path("dtype").asText());
        List<Double> flops = new ArrayList<>();
        for (JsonNode product : request.path("products")) {
            flops.add(product(
                    product.get(0).asLong(),
                    product.get(1).asLong(),
                    product.get(2).asLong(),
                    precision));
        }
        return Map.of("flops", flops, "read_bytes", read());
    }

    private double product(long rows, long inputs, long outputs, Precision precision) {
        try (NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDList pair = new NDList(
                    random(scope, rows, inputs, precision, "x[]"), random(scope, outputs, inputs, precision, "x[]"));
            double operations = 2.0 * rows * inputs * outputs;
            long times = Math.max(1, (long) (2e10 / operations));
            return operations * times / fastest(scope, "products", pair, times);
        }
    }

    private double read() {
        try (NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDList floats = new NDList(random(scope, READ_FLOATS >> 10, 1 << 10, Precision.FP32, "x[]"));
            return 4.0 * READ_FLOATS / fastest(scope, "sums", floats, 1);
        }
    }

    private double fastest(NDManager scope, String method, NDList arrays, long times) {
        double fastest = Double.POSITIVE_INFINITY;
        for (int run = 0; run < RUNS; run++) {
            long begin = System.nanoTime();
            NDList arguments = new NDList(arrays);
            arguments.add(scope.create(times));
            call(scope, method, arguments);
            fastest = Math.min(fastest, (System.nanoTime() - begin) / 1e9);
        }
        return fastest;
    }

    private NDArray random(NDManager scope, long rows, long columns, Precision precision, String name) {
        NDList arguments =
                new NDList(scope.create(rows), scope.create(columns), scope.create((long) precision.scalarType()));
        NDArray array = call(scope, "random", arguments).get(0);
        array.setName(name);
        return array;
    }

    private NDList call(NDManager scope, String method, NDList arguments) {
        NDArray tag = scope.create(0);
        tag.setName("module_method:" + method);
        NDList all = new NDList(tag);
        all.addAll(arguments);
        return IValueUtils.forward((PtSymbolBlock) model.getBlock(), all, true);
    }
}
