package dev.burnish.deployment.domain;

import java.nio.file.Path;
import java.util.List;

/**
 * A folder whose model passed every check.
 *
 * @param files those that belong to the model, in that folder itself
 */
public record CandidateModel(Path folder, List<CandidateFile> files, ModelFacts facts) {
    public CandidateModel {
        files = List.copyOf(files);
    }
}
