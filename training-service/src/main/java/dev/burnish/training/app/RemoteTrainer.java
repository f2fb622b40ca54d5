package dev.burnish.training.app;

import dev.burnish.kit.models.ModelBackend;
import dev.burnish.training.domain.BackendUnavailableException;
import dev.burnish.training.domain.RemoteState;
import dev.burnish.training.domain.RemoteStep;
import dev.burnish.training.domain.RunFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Somebody else's machinery that trains. No method lasts as long as a training does. Each throws {@link BackendUnavailableException} where the same can be tried again, and
 * {@link RunFailedException} where that would not help.
 */
public interface RemoteTrainer {

    /** Whether models of this kind are trained there. */
    boolean trains(ModelBackend kind);

    /**
     * Begins the run, or finds what an earlier attempt has begun.
     *
     * @return what it is called there
     */
    String start(RemotePlace place, Attempt attempt)
            throws RunFailedException, BackendUnavailableException, IOException;

    /** What an attempt at the run has begun, if one has. */
    Optional<String> find(RemotePlace place, String jobId) throws RunFailedException, BackendUnavailableException;

    /** @throws RunFailedException also when the training has failed, was stopped or is not there any more */
    RemoteState state(RemotePlace place, String reference) throws RunFailedException, BackendUnavailableException;

    /** What was told of the steps after this one, in order; of some steps nothing may be. */
    List<RemoteStep> steps(RemotePlace place, String reference, int after)
            throws RunFailedException, BackendUnavailableException;

    /** Without effect on what has ended. */
    void pause(RemotePlace place, String reference) throws RunFailedException, BackendUnavailableException;

    void resume(RemotePlace place, String reference) throws RunFailedException, BackendUnavailableException;

    /** Without effect on what has ended or is not there. */
    void cancel(RemotePlace place, String reference) throws RunFailedException, BackendUnavailableException;

    /** What has come of a training that has succeeded. */
    RemoteModel collect(RemotePlace place, String reference, Attempt attempt)
            throws RunFailedException, BackendUnavailableException, IOException;
}
