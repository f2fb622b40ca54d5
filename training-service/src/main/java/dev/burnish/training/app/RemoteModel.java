package dev.burnish.training.app;

import dev.burnish.contracts.AdapterFiles;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run that was trained somewhere else.
 *
 * @param adapter in object storage; null where there is a hosted model
 * @param hostedModel the provider's name of it; null where there is an adapter
 * @param tokens that were trained on, in all steps; 0 where it is not told
 * @param seconds of training; 0 where it is not told
 */
public record RemoteModel(
        @Nullable AdapterFiles adapter, @Nullable String hostedModel, long tokens, double seconds) {}
