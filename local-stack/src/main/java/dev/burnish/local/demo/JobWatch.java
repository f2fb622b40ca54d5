package dev.burnish.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.local.api.ApiClient;
import dev.burnish.local.api.ApiFailedException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Follows one job to its end and tells what happens. */
final class JobWatch {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration MOST_SILENCE = Duration.ofMinutes(10);

    private final ApiClient api;
    private final String jobId;
    private final PrintStream output;
    private final ProgressBar bar;
    private final Set<String> seen = new HashSet<>();
    private Stage stage = Stage.VALIDATION;

    /** What the job was at when it was last heard of, and whose log tells about it. */
    enum Stage {
        VALIDATION("formatting"),
        TRAINING("training"),
        EVALUATION("evaluation"),
        DEPLOYMENT("deployment");

        private final String service;

        Stage(String service) {
            this.service = service;
        }

        String service() {
            return service;
        }
    }

    JobWatch(ApiClient api, String jobId, PrintStream output, ProgressBar bar) {
        this.api = api;
        this.jobId = jobId;
        this.output = output;
        this.bar = bar;
    }

    /** The job as it ended well. */
    JsonNode await() throws IOException, InterruptedException, JobFailedException {
        long heardAt = System.nanoTime();
        while (true) {
            JsonNode job = api.job(jobId);
            if (showNews()) {
                heardAt = System.nanoTime();
            }
            switch (job.path("status").asText()) {
                case "succeeded" -> {
                    bar.finish();
                    return job;
                }
                case "failed", "cancelled" ->
                    throw failed("The job has " + job.path("status").asText() + ": "
                            + job.path("error").path("message").asText("no reason given"));
                default -> {
                    if (System.nanoTime() - heardAt > MOST_SILENCE.toNanos()) {
                        throw failed("The job has not moved for " + MOST_SILENCE.toMinutes() + " minutes; it is "
                                + job.path("status").asText());
                    }
                    Thread.sleep(POLL);
                }
            }
        }
    }

    private boolean showNews() throws IOException, InterruptedException {
        List<JsonNode> news = new ArrayList<>();
        for (JsonNode event : api.events(jobId)) {
            if (seen.add(event.path("id").asText())) {
                news.addFirst(event);
            }
        }
        news.forEach(this::show);
        return !news.isEmpty();
    }

    private void show(JsonNode event) {
        JsonNode data = event.path("data");
        if (event.path("type").asText().equals("metrics")) {
            bar.show(data);
            boolean done = data.path("step").asInt() >= data.path("total_steps").asInt();
            stage = done ? Stage.EVALUATION : Stage.TRAINING;
        } else {
            bar.finish();
            output.println("  " + event.path("message").asText());
        }
    }

    private JobFailedException failed(String reason) throws IOException, InterruptedException {
        bar.finish();
        if (stage == Stage.EVALUATION && isEvaluated()) {
            stage = Stage.DEPLOYMENT;
        }
        return new JobFailedException(reason, stage.service());
    }

    private boolean isEvaluated() throws IOException, InterruptedException {
        try {
            return api.evaluation(jobId).path("object").asText().equals("evaluation");
        } catch (ApiFailedException notThere) {
            return false;
        }
    }
}
