package dev.burnish.deployment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.deployment.domain.CandidateFile;
import dev.burnish.deployment.domain.CandidateModel;
import dev.burnish.deployment.domain.CatalogException;
import dev.burnish.deployment.domain.CatalogException.Reason;
import dev.burnish.deployment.domain.InstalledModel;
import dev.burnish.deployment.domain.ModelCatalog.HiddenModel;
import dev.burnish.deployment.domain.ModelFacts;
import dev.burnish.deployment.domain.ModelFile;
import dev.burnish.deployment.domain.ModelManifest;
import dev.burnish.kit.models.BaseModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderModelCatalogTest {
    private static final ModelFacts FACTS = new ModelFacts("llama", 7, 128);

    @TempDir
    Path root;

    private Path directory = Path.of("");
    private Path source = Path.of("");

    @BeforeEach
    void write() throws IOException {
        directory = root.resolve("models");
        source = Files.createDirectory(root.resolve("source"));
        Files.writeString(source.resolve("config.json"), "{}");
        Files.writeString(source.resolve("weights"), "numbers");
        Files.writeString(source.resolve("other"), "no part of it");
    }

    @Test
    void addsAModelWithItsManifest() throws Exception {
        ModelManifest manifest = catalog().add("tiny", candidate());

        assertThat(manifest.name()).isEqualTo("tiny");
        assertThat(manifest.facts()).isEqualTo(FACTS);
        assertThat(manifest.files())
                .containsExactly(
                        new ModelFile(
                                "config.json", 2, "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
                        new ModelFile(
                                "weights", 7, "f3c7807d475073ba009bf4801b2d934e9f0126cb96dd19a27dbffcae23a7f5a3"));
        InstalledModel installed = catalog().all(true).getFirst();
        assertThat(installed.manifest()).contains(manifest);
        assertThat(installed.defect()).isEmpty();
        assertThat(installed.folder().resolve("other")).doesNotExist();
        assertThat(hidden()).isEmpty();
    }

    @Test
    void leavesNothingOfAHalfCopiedModelAfterARestart() throws Exception {
        catalog().add("tiny", candidate());
        Path half = Files.createDirectory(directory.resolve(".burnish-0123"));
        Files.writeString(half.resolve("config.json"), "{}");
        Files.writeString(half.resolve("weights"), "num");
        Files.writeString(directory.resolve(".keep"), "somebody else's");

        assertThat(new BaseModels(directory).names()).containsExactly("tiny");
        catalog().sweep();

        assertThat(hidden()).isEmpty();
        assertThat(directory.resolve(".keep")).exists();
        assertThat(catalog().all(true)).hasSize(1);
    }

    @Test
    void leavesTheImportOfALivingProcessAlone() throws Exception {
        Files.createDirectories(directory.resolve(".burnish-0123"));
        try (ImportLock lock = ImportLock.tryLock(directory)) {
            assertThat(lock).isNotNull();
            catalog().sweep();
            assertThat(hidden()).hasSize(1);
            assertThatThrownBy(() -> catalog().add("tiny", candidate()))
                    .asInstanceOf(InstanceOfAssertFactories.type(CatalogException.class))
                    .returns(Reason.IMPORT_RUNNING, CatalogException::reason);
        }

        catalog().sweep();
        assertThat(hidden()).isEmpty();
    }

    @Test
    void startsWithoutAModelsDirectory() {
        catalog().sweep();

        assertThat(catalog().all(false)).isEmpty();
        assertThat(directory).doesNotExist();
    }

    @Test
    void refusesFilesThatChangedSinceTheyWereChecked() throws Exception {
        CandidateModel checked = candidate();
        Files.writeString(source.resolve("weights"), "nombers");
        Files.setLastModifiedTime(
                source.resolve("weights"),
                java.nio.file.attribute.FileTime.from(Instant.parse("2026-11-24T08:00:00Z")));

        assertThatThrownBy(() -> catalog().add("tiny", checked))
                .hasMessageContaining("weights: has changed since it was checked")
                .asInstanceOf(InstanceOfAssertFactories.type(CatalogException.class))
                .returns(Reason.FILES_CHANGED, CatalogException::reason);
        assertThat(directory.resolve("tiny")).doesNotExist();
        assertThat(hidden()).isEmpty();
    }

    @Test
    void neverReplacesAModel() throws Exception {
        catalog().add("tiny", candidate());
        Files.writeString(source.resolve("weights"), "other numbers");

        assertThatThrownBy(() -> catalog().add("tiny", candidate()))
                .asInstanceOf(InstanceOfAssertFactories.type(CatalogException.class))
                .returns(Reason.NAME_TAKEN, CatalogException::reason);
        assertThat(directory.resolve("tiny/weights")).hasContent("numbers");
        assertThat(hidden()).isEmpty();
    }

    @Test
    void hidesRestoresAndDeletes() throws Exception {
        catalog().add("tiny", candidate());

        HiddenModel model = catalog().hide("tiny");
        assertThat(new BaseModels(directory).find("tiny")).isEmpty();
        model.restore();
        assertThat(catalog().all(true).getFirst().defect()).isEmpty();
        catalog().hide("tiny").delete();

        assertThat(directory.resolve("tiny")).doesNotExist();
        assertThat(hidden()).isEmpty();
    }

    @Test
    void listsAModelWhoseManifestCannotBeRead() throws Exception {
        catalog().add("tiny", candidate());
        Files.writeString(directory.resolve("tiny/burnish.json"), "{\"name\":\"tiny\"}");

        InstalledModel installed = catalog().all(false).getFirst();

        assertThat(installed.manifest()).isEmpty();
        assertThat(installed.defect().orElseThrow()).contains("burnish.json cannot be read");
    }

    private FolderModelCatalog catalog() {
        return new FolderModelCatalog(new BaseModels(directory));
    }

    private CandidateModel candidate() throws IOException {
        return new CandidateModel(source, List.of(file("config.json"), file("weights")), FACTS);
    }

    private CandidateFile file(String name) throws IOException {
        Path file = source.resolve(name);
        return new CandidateFile(
                name, Files.size(file), Files.getLastModifiedTime(file).toInstant());
    }

    private List<Path> hidden() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> String.valueOf(entry.getFileName()).startsWith(".burnish-"))
                    .toList();
        }
    }
}
