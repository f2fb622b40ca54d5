package dev.burnish.training.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.models.finetuning.jobs.FineTuningJobEvent;
import com.openai.models.finetuning.jobs.JobListEventsPage;
import com.openai.models.finetuning.jobs.JobListEventsParams;
import com.openai.services.blocking.finetuning.JobService;
import dev.burnish.training.domain.RemoteStep;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The steps in a job's events of the type {@code metrics}: figures as data, the number of all steps there or in words such as "Step 7/360: …". */
final class StepEvents {
    private static final int PAGE = 100;
    private static final Pattern WORDS = Pattern.compile("Step (\\d+)/(\\d+)");

    private StepEvents() {}

    /** By step. Where the newest events come first, pages of known steps are not read. */
    static List<RemoteStep> after(int after, JobService jobs, String job) {
        NavigableMap<Integer, RemoteStep> steps = new TreeMap<>();
        JobListEventsPage page =
                jobs.listEvents(job, JobListEventsParams.builder().limit(PAGE).build());
        while (true) {
            boolean known = false;
            for (FineTuningJobEvent event : page.items()) {
                Optional<RemoteStep> step = step(event);
                step.filter(told -> told.step() > after).ifPresent(told -> steps.put(told.step(), told));
                known |= step.isPresent() && step.get().step() <= after;
            }
            if (!page.hasNextPage() || (known && isNewestFirst(page.items()))) {
                return List.copyOf(steps.values());
            }
            page = page.nextPage();
        }
    }

    private static boolean isNewestFirst(List<FineTuningJobEvent> events) {
        return events.getFirst().createdAt() > events.getLast().createdAt();
    }

    static Optional<RemoteStep> step(FineTuningJobEvent event) {
        JsonNode data = event._data().convert(JsonNode.class);
        if (data == null) {
            return Optional.empty();
        }
        Double number = number(data, "step");
        Double loss = number(data, "train_loss");
        if (number == null || loss == null || number < 1) {
            return Optional.empty();
        }
        Double tokens = number(data, "train_mean_token_accuracy");
        Double pairs = number(data, "train_pair_accuracy", "train_accuracy");
        return Optional.of(new RemoteStep(
                number.intValue(),
                total(event, data),
                loss,
                tokens != null ? tokens : pairs != null ? pairs : 0,
                number(data, "full_valid_loss", "valid_loss"),
                number(
                        data,
                        "full_valid_mean_token_accuracy",
                        "full_valid_pair_accuracy",
                        "valid_mean_token_accuracy",
                        "valid_accuracy")));
    }

    private static @Nullable Integer total(FineTuningJobEvent event, JsonNode data) {
        Double told = number(data, "total_steps");
        if (told != null) {
            return told.intValue();
        }
        Matcher words = WORDS.matcher(event.message());
        return words.find() ? Integer.valueOf(words.group(2)) : null;
    }

    /** The first of them that is there. */
    private static @Nullable Double number(JsonNode data, String... names) {
        for (String name : names) {
            if (data.path(name).isNumber()) {
                return data.path(name).doubleValue();
            }
        }
        return null;
    }
}
