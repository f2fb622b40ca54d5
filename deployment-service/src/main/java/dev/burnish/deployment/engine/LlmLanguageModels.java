package dev.burnish.deployment.engine;

import dev.burnish.deployment.domain.GenerationRequest;
import dev.burnish.deployment.domain.LanguageModels;
import dev.burnish.deployment.domain.LoadedModel;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.deployment.domain.Sequence;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.ChatTemplateException;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.text.ToolCallFormat;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Language models through llm-core: a continuous batch for each base model that generates, a token of each in turn. */
@Singleton
public class LlmLanguageModels implements LanguageModels {
    private final ModelFolders folders;
    private final DeviceEngine engine;
    private final ServingSettings settings;
    private final Map<String, ResidentModel> resident = new ConcurrentHashMap<>();
    /** Forgotten while they still generate; the engine's thread alone looks here. */
    private final List<ResidentModel> leaving = new ArrayList<>();

    public LlmLanguageModels(ModelFolders folders, DeviceEngine engine, ServingSettings settings) {
        this.folders = folders;
        this.engine = engine;
        this.settings = settings;
    }

    @Override
    public int[] encode(String baseModel, PromptText prompt) throws ServingException {
        TextModel text = folders.open(baseModel).text();
        try {
            return switch (prompt) {
                case PromptText.Chat chat -> text.prompt(chat.messages(), chat.tools());
                case PromptText.Raw raw -> text.tokenizer().encode(raw.text());
            };
        } catch (ChatTemplateException | IllegalArgumentException e) {
            throw new ServingException(
                    Reason.PROMPT_REFUSED, "The prompt cannot be used: %s.".formatted(e.getMessage()), e);
        }
    }

    @Override
    public int contextLength(String baseModel) throws ServingException {
        return Math.min(settings.contextLength(), folders.open(baseModel).text().maxPositions());
    }

    @Override
    public Optional<ToolCallFormat> toolCallFormat(String baseModel) throws ServingException {
        return folders.open(baseModel).text().toolCallFormat();
    }

    @Override
    public int places() {
        return settings.batchSize();
    }

    @Override
    public void join(Sequence sequence) throws ServingException {
        ModelFolder folder = folders.open(sequence.request().baseModel());
        engine.run(() -> model(folder, sequence.request()).join(sequence));
    }

    private ResidentModel model(ModelFolder folder, GenerationRequest request) throws ServingException {
        ResidentModel known = resident.get(request.baseModel());
        if (known != null) {
            return known;
        }
        ResidentModel model = load(folder, request);
        boolean finite = false;
        try {
            model.requireFinite(null, request);
            finite = true;
        } finally {
            if (!finite) {
                model.close();
            }
        }
        resident.put(request.baseModel(), model);
        return model;
    }

    private ResidentModel load(ModelFolder folder, GenerationRequest request) throws ServingException {
        try {
            BaseModel base = engine.load(folder.path());
            return new ResidentModel(base, folder.text(), engine.weights(), settings);
        } catch (CheckpointException e) {
            throw new ServingException(
                    Reason.BASE_MODEL_UNUSABLE,
                    "Base model %s cannot be loaded: %s.".formatted(request.baseModel(), e.getMessage()),
                    e);
        }
    }

    @Override
    public void step() throws ServingException {
        engine.run(() -> {
            resident.values().forEach(ResidentModel::step);
            leaving.forEach(ResidentModel::step);
            leaving.removeIf(LlmLanguageModels::closeIdle);
        });
    }

    private static boolean closeIdle(ResidentModel model) {
        if (model.idle()) {
            model.close();
        }
        return model.idle();
    }

    @Override
    public void forget(String baseModel) throws ServingException {
        folders.forget(baseModel);
        engine.run(() -> {
            ResidentModel model = resident.remove(baseModel);
            if (model != null && !closeIdle(model)) {
                leaving.add(model);
            }
        });
    }

    @Override
    public Optional<LoadedModel> loaded(String baseModel) {
        return Optional.ofNullable(resident.get(baseModel)).map(ResidentModel::loaded);
    }
}
