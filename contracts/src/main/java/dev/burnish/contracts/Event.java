package dev.burnish.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** Something that happened, as told to whoever subscribes. */
public sealed interface Event
        permits DatasetSubmitted,
                DatasetFormatted,
                DatasetRejected,
                JobProgressed,
                JobTrained,
                JobFailed,
                JobCancelRequested,
                JobCancelled,
                JobPauseRequested,
                JobPaused,
                JobResumeRequested,
                JobEvaluated,
                ModelDeployed,
                ModelRolledBack,
                FeedbackRecorded,
                ApiKeyChanged {

    /** What the event is about: the CloudEvents subject and the Kafka key, so that events about one thing stay in order. */
    @JsonIgnore
    String subject();
}
