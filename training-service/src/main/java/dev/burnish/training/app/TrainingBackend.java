package dev.burnish.training.app;

import dev.burnish.kit.models.ModelBackend;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.kit.work.WorkWaitsException;
import dev.burnish.training.domain.RunFailedException;
import java.io.IOException;

/**
 * A place where runs are trained. What is the same for all is the caller's: claim and lease, the data set, the run's state, and its end. A backend tells progress through the
 * lease, leaves what it stores under the attempt's prefix, and goes on from where earlier attempts at the run have come.
 */
public interface TrainingBackend {

    /** Whether models of this kind are trained here. */
    boolean trains(ModelBackend kind);

    /**
     * @throws RunFailedException when the run cannot succeed, however often it is tried
     * @throws WorkWaitsException when the run goes on without this worker
     * @throws LeaseLostException as the lease has thrown it: the attempt is over, and the run may go on in another one
     */
    TrainedModel train(Attempt attempt) throws RunFailedException, WorkWaitsException, LeaseLostException, IOException;
}
