package dev.burnish.deployment.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.deployment.domain.Answers;
import dev.burnish.deployment.domain.Decoding;
import dev.burnish.deployment.domain.FairQueue;
import dev.burnish.deployment.domain.Finish;
import dev.burnish.deployment.domain.GenerationRequest;
import dev.burnish.deployment.domain.Sequence;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventStreamTest {
    private static final CompletionHead HEAD = new CompletionHead("chatcmpl-1", 1_795_000_000, "tiny", null);
    private static final String CHUNK =
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1795000000,\"model\":\"tiny\",";

    private final FairQueue queue = new FairQueue(8, 8);

    @Test
    void streamsAConversationByteForByte() throws Exception {
        Answers answers = answers(1);
        Sequence sequence = queue.take();
        sequence.start();
        sequence.accept("Grüß ");
        sequence.accept("\uD83D\uDE00");
        sequence.finish("", Finish.STOP);

        assertThat(stream(answers, new ChatShape(HEAD, false, false), false))
                .isEqualTo("data: " + CHUNK
                        + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n"
                        + "data: " + CHUNK
                        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Grüß \"},\"logprobs\":null,\"finish_reason\":null}]}\n\n"
                        + "data: " + CHUNK
                        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\uD83D\uDE00\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n"
                        + "data: " + CHUNK
                        + "\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}\n\n"
                        + "data: [DONE]\n\n");
    }

    @Test
    void addsUsageWhenAsked() throws Exception {
        Answers answers = answers(2);
        for (int choice = 0; choice < 2; choice++) {
            Sequence sequence = queue.take();
            sequence.start();
            sequence.accept("a");
            sequence.finish("", Finish.LENGTH);
        }

        String[] events =
                stream(answers, new ChatShape(HEAD, true, false), true).split("\n\n");

        assertThat(events).hasSize(8);
        assertThat(List.of(events).subList(0, 6)).allMatch(event -> event.endsWith(",\"usage\":null}"));
        assertThat(events[3]).contains("{\"index\":1,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(events[5]).contains("{\"index\":1,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"length\"}");
        assertThat(events[6])
                .isEqualTo("data: " + CHUNK
                        + "\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}");
        assertThat(events[7]).isEqualTo("data: [DONE]");
    }

    @Test
    void tellsAFailureInTheStreamAndEndsIt() throws Exception {
        Answers answers = answers(1);
        Sequence sequence = queue.take();
        sequence.start();
        sequence.accept("a");
        sequence.fail(new ServingException(Reason.NUMBERS_NOT_FINITE, "The model broke."));

        assertThat(stream(answers, new ChatShape(HEAD, false, false), false))
                .endsWith(
                        "data: {\"error\":{\"message\":\"The model broke.\",\"type\":\"server_error\",\"param\":null,\"code\":\"numbers_not_finite\"}}\n\n")
                .doesNotContain("[DONE]");
    }

    @Test
    void streamsATextWithoutAnOpeningChunk() throws Exception {
        Answers answers = answers(1);
        Sequence sequence = queue.take();
        sequence.start();
        sequence.accept("a");
        sequence.finish("", Finish.STOP);

        String chunk =
                "data: {\"id\":\"chatcmpl-1\",\"object\":\"text_completion\",\"created\":1795000000,\"model\":\"tiny\",";
        assertThat(stream(answers, new TextShape(HEAD, false, false), false))
                .isEqualTo(chunk
                        + "\"choices\":[{\"text\":\"a\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}]}\n\n"
                        + chunk
                        + "\"choices\":[{\"text\":\"\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}]}\n\n"
                        + "data: [DONE]\n\n");
    }

    @Test
    void collectsAWholeBody() throws Exception {
        Answers answers = answers(1);
        Sequence sequence = queue.take();
        sequence.start();
        sequence.accept("a");
        sequence.accept("b");
        sequence.finish("", Finish.STOP);

        Object body = new WholeCompletion(answers).await(new ChatShape(HEAD, false, false));

        assertThat(new ObjectMapper().writeValueAsString(body))
                .isEqualTo(
                        "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1795000000,\"model\":\"tiny\",\"choices\":[{\"index\":0,"
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"ab\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}");
    }

    private Answers answers(int choices) throws Exception {
        GenerationRequest request = new GenerationRequest(
                "acme", "tiny", Optional.empty(), new int[] {1, 2, 3}, 8, Decoding.GREEDY, Optional.empty());
        return Answers.enqueue(request, choices, queue);
    }

    private static String stream(Answers answers, CompletionShape shape, boolean includeUsage) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new EventStream(answers, answers.next(), shape, includeUsage, new ObjectMapper()).write(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
