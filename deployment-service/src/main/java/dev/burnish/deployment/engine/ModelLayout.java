package dev.burnish.deployment.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.deployment.domain.CandidateFile;
import dev.burnish.deployment.domain.CatalogException;
import dev.burnish.deployment.domain.CatalogException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files of a model in Hugging Face layout; those that hold it in other formats are none of it. */
record ModelLayout(Path folder, List<String> weights, List<String> others) {
    static final String CONFIG = "config.json";

    private static final String TOKENIZER = "tokenizer.json";
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final String CHAT_TEMPLATE = "chat_template.jinja";
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final List<String> KNOWN = List.of(
            CONFIG,
            "generation_config.json",
            TOKENIZER,
            TOKENIZER_CONFIG,
            "special_tokens_map.json",
            CHAT_TEMPLATE,
            INDEX);

    /** What a licence asks to be passed on. */
    private static final List<String> PAPERS = List.of("license", "licence", "notice", "readme", "use_policy");

    private static final String POINTER = "version https://git-lfs";
    private static final long MAX_JSON_BYTES = 64L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws CatalogException {@code FOLDER_UNREADABLE} or {@code FILES_INCOMPLETE} */
    static ModelLayout of(Path folder) throws CatalogException {
        if (!folder.isAbsolute() || !Files.isDirectory(folder) || !Files.isReadable(folder)) {
            throw new CatalogException(
                    Reason.FOLDER_UNREADABLE,
                    "'%s' is not the absolute path of a folder that the deployment service can read. Copy the model to its machine first."
                            .formatted(folder));
        }
        requireFile(folder, CONFIG, "It says what kind of model this is. Copy the whole folder of the model.");
        List<String> weights = weights(folder);
        requireFile(
                folder,
                TOKENIZER,
                "Tokenizers in other formats are not read. Save it with a fast tokenizer's library.");
        requireChatTemplate(folder);
        for (String file : Stream.concat(weights.stream(), Stream.of(TOKENIZER)).toList()) {
            requireContent(folder, file);
        }
        return new ModelLayout(folder, weights, others(folder, weights));
    }

    /** Everything that belongs to the model, as it is now. */
    List<CandidateFile> files() throws CatalogException {
        List<CandidateFile> files = new ArrayList<>();
        for (String name : Stream.concat(others.stream(), weights.stream()).toList()) {
            Path file = folder.resolve(name);
            try {
                files.add(new CandidateFile(
                        name, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
            } catch (IOException e) {
                throw unreadable(name, e);
            }
        }
        return files;
    }

    private static List<String> weights(Path folder) throws CatalogException {
        if (Files.isRegularFile(folder.resolve(SINGLE))) {
            return List.of(SINGLE);
        }
        if (!Files.isRegularFile(folder.resolve(INDEX))) {
            throw incomplete(
                    SINGLE,
                    "is missing, and so is " + INDEX
                            + ". Weights in other formats are not read: convert them to safetensors.");
        }
        Set<String> shards = new TreeSet<>();
        for (JsonNode name : json(folder, INDEX).path("weight_map")) {
            String shard = name.asText();
            if (!shard.endsWith(".safetensors") || shard.contains("/") || shard.contains("\\")) {
                throw incomplete(INDEX, "weight_map: names '" + shard + "', which is no safetensors file beside it.");
            }
            shards.add(shard);
        }
        if (shards.isEmpty()) {
            throw incomplete(INDEX, "weight_map: names no file. Download the file again.");
        }
        for (String shard : shards) {
            requireFile(folder, shard, INDEX + " names it. Download it again.");
        }
        return List.copyOf(shards);
    }

    private static void requireChatTemplate(Path folder) throws CatalogException {
        if (Files.isRegularFile(folder.resolve(CHAT_TEMPLATE))) {
            return;
        }
        requireFile(folder, TOKENIZER_CONFIG, "It, or " + CHAT_TEMPLATE + ", holds the chat template.");
        if (json(folder, TOKENIZER_CONFIG).path("chat_template").isEmpty()
                && !json(folder, TOKENIZER_CONFIG).path("chat_template").isTextual()) {
            throw incomplete(
                    TOKENIZER_CONFIG,
                    "chat_template: is missing, and there is no " + CHAT_TEMPLATE
                            + ". Take the variant of the model that was tuned for conversations, or add its template.");
        }
    }

    private static void requireFile(Path folder, String name, String hint) throws CatalogException {
        if (!Files.isRegularFile(folder.resolve(name))) {
            throw incomplete(name, "is missing. " + hint);
        }
    }

    /** A clone without its large files has a few lines of text in their place. */
    private static void requireContent(Path folder, String name) throws CatalogException {
        try (InputStream file = Files.newInputStream(folder.resolve(name))) {
            byte[] begin = file.readNBytes(POINTER.length());
            if (new String(begin, StandardCharsets.US_ASCII).equals(POINTER)) {
                throw incomplete(name, "is a Git LFS pointer, not the file itself. Run: git lfs pull.");
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static List<String> others(Path folder, List<String> weights) throws CatalogException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> isKnown(name) && !weights.contains(name))
                    .filter(name -> !name.equals(INDEX) || !weights.contains(SINGLE))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(String.valueOf(folder), e);
        }
    }

    private static boolean isKnown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return KNOWN.contains(name) || PAPERS.stream().anyMatch(lower::startsWith);
    }

    static JsonNode json(Path folder, String name) throws CatalogException {
        Path file = folder.resolve(name);
        try {
            if (Files.size(file) > MAX_JSON_BYTES) {
                throw incomplete(name, "is larger than %d bytes.".formatted(MAX_JSON_BYTES));
            }
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static CatalogException incomplete(String file, String problem) {
        return new CatalogException(Reason.FILES_INCOMPLETE, file + ": " + problem);
    }

    private static CatalogException unreadable(String file, IOException cause) {
        return new CatalogException(
                Reason.FILES_INCOMPLETE,
                "%s: cannot be read: %s. Download it again, and let the deployment service read it."
                        .formatted(file, cause.getMessage()),
                cause);
    }
}
