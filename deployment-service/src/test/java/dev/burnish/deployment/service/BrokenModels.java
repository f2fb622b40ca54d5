package dev.burnish.deployment.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every way in which a copy of {@link ChainModel} can be unfit, with the code and the words that an operator gets. */
final class BrokenModels {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WEIGHTS = "model.safetensors";
    private static final String TURNS =
            "{% for message in messages %}{{ message.role + ':' + message.content }}{% endfor %}";

    private BrokenModels() {}

    static Stream<Arguments> all() {
        return Stream.of(missingFiles(), config(), weights(), tokenizer(), chatFormat())
                .flatMap(part -> part);
    }

    private static Stream<Arguments> missingFiles() {
        return Stream.of(
                broken("no config.json", without("config.json"), "model_files_incomplete", "config.json: is missing"),
                broken("no weights", without(WEIGHTS), "model_files_incomplete", "model.safetensors: is missing"),
                broken(
                        "one shard of two",
                        folder -> shards(folder, "model-00002-of-00002.safetensors"),
                        "model_files_incomplete",
                        "model-00002-of-00002.safetensors: is missing. model.safetensors.index.json names it"),
                broken(
                        "a shard elsewhere",
                        folder -> shards(folder, "../model.safetensors"),
                        "model_files_incomplete",
                        "weight_map: names '../model.safetensors'"),
                broken(
                        "no tokenizer",
                        without("tokenizer.json"),
                        "model_files_incomplete",
                        "tokenizer.json: is missing"),
                broken(
                        "no file with a template",
                        without("tokenizer_config.json"),
                        "model_files_incomplete",
                        "tokenizer_config.json: is missing. It, or chat_template.jinja"),
                broken(
                        "no template",
                        edit("tokenizer_config.json", file -> file.remove("chat_template")),
                        "model_files_incomplete",
                        "tokenizer_config.json: chat_template: is missing"),
                broken(
                        "a clone without its large files",
                        folder -> Files.writeString(
                                folder.resolve(WEIGHTS), "version https://git-lfs.github.com/spec/v1\nsize 7\n"),
                        "model_files_incomplete",
                        "model.safetensors: is a Git LFS pointer"));
    }

    private static Stream<Arguments> config() {
        return Stream.of(
                broken(
                        "another kind of model",
                        edit("config.json", file -> file.put("model_type", "mamba")),
                        "model_config_unsupported",
                        "config.json: "),
                broken(
                        "another activation",
                        edit("config.json", file -> file.put("hidden_act", "tanh")),
                        "model_config_unsupported",
                        "config.json: hidden_act: "));
    }

    private static Stream<Arguments> weights() {
        return Stream.of(
                broken(
                        "a layer too few",
                        edit("config.json", file -> file.put("num_hidden_layers", 2)),
                        "model_weights_invalid",
                        "model.layers.1."),
                broken(
                        "another shape",
                        edit("config.json", file -> file.put("intermediate_size", 100)),
                        "model_weights_invalid",
                        "shape"),
                broken("a file that ends early", BrokenModels::cut, "model_weights_invalid", "model.safetensors: "),
                broken("a weight that is no number", BrokenModels::spoil, "numbers_not_finite", "not finite"));
    }

    private static Stream<Arguments> tokenizer() {
        return Stream.of(
                broken(
                        "no vocabulary",
                        edit("tokenizer.json", file -> file.remove("model")),
                        "model_tokenizer_invalid",
                        "tokenizer.json: model.vocab"),
                broken(
                        "no tokenizer at all",
                        edit("tokenizer.json", file -> ((ObjectNode) file.path("model")).put("type", "Nonsense")),
                        "model_tokenizer_invalid",
                        "tokenizer.json"),
                broken(
                        "more tokens than the embedding has rows",
                        edit("tokenizer.json", BrokenModels::addToken),
                        "model_tokenizer_invalid",
                        "token ids up to 300, but the embedding has vocab_size 272 rows"));
    }

    private static Stream<Arguments> chatFormat() {
        return Stream.of(
                broken(
                        "nothing that ends an answer",
                        edit("config.json", file -> file.remove("eos_token_id")).and(without("generation_config.json")),
                        "model_chat_format_invalid",
                        "config.json: eos_token_id: is missing"),
                broken(
                        "an end that is no token",
                        edit("generation_config.json", file -> file.put("eos_token_id", 272)),
                        "model_chat_format_invalid",
                        "eos_token_id: 272 is no token of a vocabulary of 272"),
                broken(
                        "a template that refuses",
                        template("{{ raise_exception('System role not supported') }}"),
                        "model_chat_format_invalid",
                        "System role not supported"),
                broken(
                        "a template that leaves somebody out",
                        template("{{ messages[0].content }}{{ messages[-1].content }}"),
                        "model_chat_format_invalid",
                        "leaves out what the user says"),
                broken(
                        "a prompt that is no beginning",
                        template(TURNS + "{% if add_generation_prompt %}{{ 'model:' }}{% endif %}"),
                        "model_chat_format_invalid",
                        "generation prompt is not how the answer begins"));
    }

    private static Arguments broken(String what, Edit edit, String code, String message) {
        return Arguments.of(what, edit, code, message);
    }

    /** Breaks the model in a folder. */
    interface Edit {
        void apply(Path folder) throws IOException;

        default Edit and(Edit next) {
            return folder -> {
                apply(folder);
                next.apply(folder);
            };
        }
    }

    private static Edit without(String file) {
        return folder -> Files.delete(folder.resolve(file));
    }

    private static Edit edit(String file, Consumer<ObjectNode> change) {
        return folder -> {
            ObjectNode content = (ObjectNode) JSON.readTree(folder.resolve(file).toFile());
            change.accept(content);
            JSON.writeValue(folder.resolve(file).toFile(), content);
        };
    }

    private static Edit template(String text) {
        return folder -> Files.writeString(folder.resolve("chat_template.jinja"), text);
    }

    private static void addToken(ObjectNode tokenizer) {
        ObjectNode token = tokenizer.withArray("added_tokens").get(0).deepCopy();
        tokenizer.withArray("added_tokens").add(token.put("id", 300).put("content", "<|more|>"));
    }

    private static void shards(Path folder, String second) throws IOException {
        Files.move(folder.resolve(WEIGHTS), folder.resolve("model-00001-of-00002.safetensors"));
        JsonNode index = JSON.createObjectNode()
                .set(
                        "weight_map",
                        JSON.createObjectNode()
                                .put("model.norm.weight", "model-00001-of-00002.safetensors")
                                .put("lm_head.weight", second));
        JSON.writeValue(folder.resolve("model.safetensors.index.json").toFile(), index);
    }

    private static void cut(Path folder) throws IOException {
        try (FileChannel file = FileChannel.open(folder.resolve(WEIGHTS), StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }
    }

    /** Tensors are sorted by name: the last number is one of the final norm. */
    private static void spoil(Path folder) throws IOException {
        try (FileChannel file = FileChannel.open(folder.resolve(WEIGHTS), StandardOpenOption.WRITE)) {
            ByteBuffer number = ByteBuffer.allocate(Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(Float.NaN);
            file.write(number.flip(), file.size() - Float.BYTES);
        }
    }
}
