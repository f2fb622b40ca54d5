package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import com.openai.models.files.FileObject;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.FineTuningJobEvent;
import com.openai.models.finetuning.jobs.JobListEventsParams;
import com.openai.models.models.Model;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One job from file to answer with the unmodified OpenAI client. */
class OpenAiClientIT {
    private static final Stack STACK = Stack.shared();
    private final OpenAIClient client = STACK.client();

    @Test
    void leadsAJobFromFileToAnswer() {
        FileObject file = STACK.upload(Tickets.some(80));
        FineTuningJob created = STACK.createJob(file.id(), "tickets", 2);
        assertThat(created.status()).isEqualTo(FineTuningJob.Status.VALIDATING_FILES);
        assertThat(created.fineTunedModel()).isEmpty();

        FineTuningJob job = STACK.awaitEnd(created.id());

        assertThat(job.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        assertThat(job.error()).isEmpty();
        assertThat(job.trainedTokens().orElseThrow()).isPositive();
        assertThat(job.trainingFile()).isEqualTo(file.id());
        assertThat(job.finishedAt().orElseThrow()).isGreaterThanOrEqualTo(job.createdAt());
        assertThat(messagesOf(job))
                .contains("Created fine-tuning job: " + job.id(), "Fine-tuning job started")
                .contains("New fine-tuned model created: " + model(job), "The job has successfully completed");
        assertThat(client.models().list().data()).extracting(Model::id).contains("burnish-tiny", model(job));

        String whole = answer(model(job));
        assertThat(streamed(model(job))).isEqualTo(whole);
        assertThat(answer("burnish-tiny")).isNotEqualTo(whole);

        assertThat(client.models().retrieve(model(job)).id()).isEqualTo(model(job));
        assertThat(client.models().delete(model(job)).deleted()).isTrue();
        assertThatThrownBy(() -> client.models().retrieve(model(job))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> answer(model(job))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void namesTheResultFileThatHoldsTheMetricsOfEveryStep() {
        FineTuningJob job =
                STACK.awaitEnd(STACK.createJob(STACK.upload(Tickets.some(60)).id(), "metrics", 1)
                        .id());

        assertThat(job.resultFiles()).hasSize(1);
        List<String> lines =
                STACK.contentOf(job.resultFiles().getFirst()).lines().toList();
        assertThat(lines.getFirst()).isEqualTo("step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy");
        assertThat(lines.get(1)).startsWith("1,");
        double firstLoss = Double.parseDouble(lines.get(1).split(",", -1)[1]);
        double lastLoss = Double.parseDouble(lines.getLast().split(",", -1)[1]);
        assertThat(lastLoss).isLessThan(firstLoss);
    }

    @Test
    void readsLogProbabilities() {
        ChatCompletion.Choice choice = client.chat()
                .completions()
                .create(question("burnish-tiny").logprobs(true).topLogprobs(3).build())
                .choices()
                .getFirst();

        List<ChatCompletionTokenLogprob> tokens =
                choice.logprobs().orElseThrow().content().orElseThrow();
        assertThat(tokens.stream().map(ChatCompletionTokenLogprob::token).collect(Collectors.joining()))
                .isEqualTo(choice.message().content().orElseThrow());
        assertThat(tokens).allSatisfy(token -> {
            assertThat(token.topLogprobs()).hasSize(3);
            assertThat(token.topLogprobs().getFirst().logprob()).isEqualTo(token.logprob());
        });
    }

    private List<String> messagesOf(FineTuningJob job) {
        return client
                .fineTuning()
                .jobs()
                .listEvents(JobListEventsParams.builder()
                        .fineTuningJobId(job.id())
                        .limit(3)
                        .build())
                .autoPager()
                .stream()
                .map(FineTuningJobEvent::message)
                .toList();
    }

    private static String model(FineTuningJob job) {
        return job.fineTunedModel().orElseThrow();
    }

    private static ChatCompletionCreateParams.Builder question(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addSystemMessage(Tickets.systemMessage())
                .addUserMessage(Tickets.unseenMail())
                .temperature(0)
                .maxCompletionTokens(48);
    }

    private String answer(String model) {
        ChatCompletion completion =
                client.chat().completions().create(question(model).build());
        assertThat(completion.usage().orElseThrow().completionTokens()).isPositive();
        return completion.choices().getFirst().message().content().orElseThrow();
    }

    private String streamed(String model) {
        ChatCompletionCreateParams request = question(model)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(request)) {
            List<ChatCompletionChunk> chunks = stream.stream().toList();
            assertThat(chunks.getLast().usage()).isPresent();
            return chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());
        }
    }
}
