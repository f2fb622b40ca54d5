package dev.burnish.training.domain;

import dev.burnish.contracts.Artifact;
import java.util.Collection;

/** Where what nothing refers to any more goes. */
public interface NeedlessArtifacts {

    /** Deletes them once the caller's transaction has committed. What cannot be deleted is logged, and stays. */
    void discard(Collection<Artifact> artifacts);
}
