package dev.burnish.deployment.app;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.Failure;
import dev.burnish.deployment.domain.AdapterFolders;
import dev.burnish.deployment.domain.Answers;
import dev.burnish.deployment.domain.BaseModels;
import dev.burnish.deployment.domain.Decoding;
import dev.burnish.deployment.domain.DeploymentEvents;
import dev.burnish.deployment.domain.GenerationEvent;
import dev.burnish.deployment.domain.HostedModels;
import dev.burnish.deployment.domain.Penalties;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.deployment.domain.Providers;
import dev.burnish.deployment.domain.Sampling;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.deployment.domain.Truncation;
import dev.burnish.deployment.domain.TunedModels;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The ports of the domain in memory. */
final class Fakes {
    static final Instant CREATED = Instant.parse("2026-11-24T09:30:00Z");

    private Fakes() {}

    static ServedModel.Base base(String name) {
        return new ServedModel.Base(name, CREATED);
    }

    static ServedModel.Tuned tuned(String tenant, String name, String baseModel) {
        Artifact file = new Artifact("tenants/%s/%s".formatted(tenant, name), 1, "a".repeat(64));
        return new ServedModel.Tuned(name, tenant, baseModel, "ftjob-1", new AdapterFiles(file, file), CREATED);
    }

    static CompletionOrder order(ServedModel model, String prompt, int choices, OptionalInt maxTokens) {
        return new CompletionOrder(
                "acme",
                model,
                new PromptText.Raw(prompt),
                choices,
                maxTokens,
                new Decoding(new Sampling(1, Truncation.NONE, Penalties.NONE, 5), List.of(), OptionalInt.empty()));
    }

    static List<GenerationEvent> events(Answers answers, int count) throws InterruptedException {
        List<GenerationEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(answers.next());
        }
        return events;
    }

    static final class Bases implements BaseModels {
        private final List<ServedModel.Base> all;

        Bases(String... names) {
            all = List.of(names).stream().map(Fakes::base).toList();
        }

        @Override
        public List<ServedModel.Base> all() {
            return all;
        }

        @Override
        public Optional<ServedModel.Base> find(String name) {
            return all.stream().filter(base -> base.name().equals(name)).findFirst();
        }
    }

    static final class Tuned implements TunedModels {
        final Map<String, ServedModel.Tuned> rows = new LinkedHashMap<>();

        @Override
        public List<ServedModel.Tuned> of(String tenant) {
            return rows.values().stream()
                    .filter(model -> model.tenant().equals(tenant))
                    .toList();
        }

        @Override
        public Optional<ServedModel.Tuned> find(String tenant, String name) {
            return Optional.ofNullable(rows.get(tenant + "/" + name));
        }

        @Override
        public List<ServedModel.Tuned> tunedFrom(String baseModel) {
            return rows.values().stream()
                    .filter(model -> model.baseModel().equals(baseModel))
                    .toList();
        }

        @Override
        public void add(ServedModel.Tuned model) {
            rows.putIfAbsent(model.tenant() + "/" + model.name(), model);
        }

        @Override
        public void remove(String tenant, String name) {
            rows.remove(tenant + "/" + name);
        }
    }

    static final class Folders implements AdapterFolders {
        final List<AdapterFiles> deleted = new ArrayList<>();
        private @Nullable Reason failure;

        void failWith(Reason reason) {
            failure = reason;
        }

        @Override
        public Path fetch(AdapterFiles adapter) throws ServingException {
            fail();
            return Path.of("adapters", adapter.weights().sha256());
        }

        @Override
        public void delete(AdapterFiles adapter) throws ServingException {
            fail();
            deleted.add(adapter);
        }

        private void fail() throws ServingException {
            if (failure != null) {
                throw new ServingException(failure, "The storage is told to fail.");
            }
        }
    }

    static final class Events implements DeploymentEvents {
        final List<String> told = new ArrayList<>();

        @Override
        public void deployed(ServedModel.Tuned model) {
            told.add("deployed " + model.name());
        }

        @Override
        public void deployed(ServedModel.Hosted model) {
            told.add("deployed %s as %s".formatted(model.name(), model.providerModel()));
        }

        @Override
        public void failed(String tenant, String job, Failure failure) {
            told.add("failed %s %s %s".formatted(tenant, job, failure.code()));
        }
    }

    static final class Hosted implements HostedModels {
        final Map<String, ServedModel.Hosted> rows = new LinkedHashMap<>();

        @Override
        public List<ServedModel.Hosted> of(String tenant) {
            return rows.values().stream()
                    .filter(model -> model.tenant().equals(tenant))
                    .toList();
        }

        @Override
        public Optional<ServedModel.Hosted> find(String tenant, String name) {
            return Optional.ofNullable(rows.get(tenant + "/" + name));
        }

        @Override
        public void add(ServedModel.Hosted model) {
            rows.putIfAbsent(model.tenant() + "/" + model.name(), model);
        }

        @Override
        public void remove(String tenant, String name) {
            rows.remove(tenant + "/" + name);
        }
    }

    /** A provider that answers everything in the same way. */
    static final class Provider implements Providers {
        final List<String> asked = new ArrayList<>();
        private int status = 200;
        private String body = "{\"choices\": [{}]}";
        private @Nullable Reason failure;

        void answer(int newStatus, String newBody) {
            status = newStatus;
            body = newBody;
        }

        void failWith(Reason reason) {
            failure = reason;
        }

        @Override
        public Answer ask(ServedModel.Hosted model, String path, byte[] json) throws ServingException {
            asked.add(path + " " + new String(json, StandardCharsets.UTF_8));
            fail();
            return new Answer(
                    status, "application/json", new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void delete(ServedModel.Hosted model) throws ServingException {
            fail();
            asked.add("delete " + model.providerModel());
        }

        private void fail() throws ServingException {
            if (failure != null) {
                throw new ServingException(failure, "The provider is told to fail.");
            }
        }
    }
}
