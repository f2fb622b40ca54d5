package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

import dev.burnish.contracts.AdapterFiles;
import java.time.Instant;

/** A model that answers requests under its name. */
public sealed interface ServedModel {
    String name();

    /** The base model whose weights, tokenizer and chat template it uses, here or at a provider. */
    String baseModel();

    Instant created();

    /** A base model of the models directory, open to every tenant. */
    record Base(String name, Instant created) implements ServedModel {
        public Base {
            requireNonNull(name, "name");
            requireNonNull(created, "created");
        }

        @Override
        public String baseModel() {
            return name;
        }
    }

    /**
     * A fine-tuned model, which only its tenant sees.
     *
     * @param job the fine-tuning job that made it
     */
    record Tuned(String name, String tenant, String baseModel, String job, AdapterFiles adapter, Instant created)
            implements ServedModel {
        public Tuned {
            requireNonNull(name, "name");
            requireNonNull(tenant, "tenant");
            requireNonNull(baseModel, "baseModel");
            requireNonNull(job, "job");
            requireNonNull(adapter, "adapter");
            requireNonNull(created, "created");
        }
    }

    /**
     * A fine-tuned model that answers at its base model's provider; only its tenant sees it.
     *
     * @param job the fine-tuning job that made it
     * @param providerModel what its provider calls it
     */
    record Hosted(String name, String tenant, String baseModel, String job, String providerModel, Instant created)
            implements ServedModel {
        public Hosted {
            requireNonNull(name, "name");
            requireNonNull(tenant, "tenant");
            requireNonNull(baseModel, "baseModel");
            requireNonNull(job, "job");
            requireNonNull(providerModel, "providerModel");
            requireNonNull(created, "created");
        }
    }
}
