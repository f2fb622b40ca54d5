package dev.burnish.llm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The text side of a base model's directory: what turns messages into tokens and tokens into text. */
public final class TextModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final Set<Integer> stopTokens;
    private final int maxPositions;

    private TextModel(Tokenizer tokenizer, ChatTemplate template, Set<Integer> stopTokens, int maxPositions) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.stopTokens = Set.copyOf(stopTokens);
        this.maxPositions = maxPositions;
    }

    /** As {@link #load(Path, Clock)}, with the time of this machine. */
    public static TextModel load(Path modelDirectory) throws TextModelException {
        return load(modelDirectory, Clock.system(ZoneId.systemDefault()));
    }

    /**
     * Reads tokenizer, chat template and stop tokens of a directory in Hugging Face layout.
     *
     * @param clock what chat templates read that write the date
     */
    public static TextModel load(Path modelDirectory, Clock clock) throws TextModelException {
        Path config = modelDirectory.resolve("config.json");
        Path generation = modelDirectory.resolve("generation_config.json");
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(config));
            Set<Integer> stopTokens = new TreeSet<>();
            addIds(root.path("eos_token_id"), stopTokens);
            if (Files.exists(generation)) {
                addIds(JSON.readTree(Files.readAllBytes(generation)).path("eos_token_id"), stopTokens);
            }
            if (stopTokens.isEmpty()) {
                throw new TextModelException(config, "eos_token_id", "is missing: nothing would end an answer");
            }
            int maxPositions = root.path("max_position_embeddings").asInt(0);
            if (maxPositions < 1) {
                throw new TextModelException(config, "max_position_embeddings", "is missing");
            }
            ChatTemplate template = ChatTemplate.load(modelDirectory, clock);
            return new TextModel(Tokenizer.load(modelDirectory), template, stopTokens, maxPositions);
        } catch (TextModelException e) {
            throw e;
        } catch (IOException e) {
            throw new TextModelException(config, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    /** One id, or a list of ids. */
    private static void addIds(JsonNode value, Set<Integer> ids) {
        if (value.isIntegralNumber()) {
            ids.add(value.intValue());
        }
        value.forEach(id -> ids.add(id.intValue()));
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public ChatTemplate template() {
        return template;
    }

    /** Tokens that end an answer. */
    public Set<Integer> stopTokens() {
        return stopTokens;
    }

    /** The longest sequence of the model, in tokens. */
    public int maxPositions() {
        return maxPositions;
    }

    /** As {@link #prompt(List, List)}, without tools. */
    public int[] prompt(List<ChatMessage> messages) throws ChatTemplateException {
        return prompt(messages, List.of());
    }

    /**
     * Tokens of a conversation up to the start of the assistant's next turn. Special tokens in messages stay plain text.
     *
     * @param tools what the assistant may call, as in {@link ChatExample#tools}
     */
    public int[] prompt(List<ChatMessage> messages, List<Map<String, Object>> tools) throws ChatTemplateException {
        PlainText text = PlainText.of(Conversation.of(messages, tools), tokenizer);
        return text.encode(template.render(text.conversation(), true, template.now())
                        .text())
                .tokens();
    }

    /**
     * The last learned message of an example as its assistant writes it, calls of tools included, without special tokens.
     *
     * @throws ChatTemplateException if the template refuses the example or does not tell what is learned in it
     */
    public String answer(ChatExample example) throws ChatTemplateException {
        PlainText text = PlainText.of(Conversation.of(example.messages(), example.tools()), tokenizer);
        LearnedText learned = new LearnedText(this, text.conversation(), example.messages());
        TokenizedText tokens = text.encode(learned.text());
        boolean[] answered = tokens.within(List.of(learned.spans().getLast()));
        return tokenizer.decode(IntStream.range(0, answered.length)
                .filter(token -> answered[token])
                .map(token -> tokens.tokens()[token])
                .toArray());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
