package dev.burnish.deployment.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.deployment.domain.CandidateModel;
import dev.burnish.deployment.domain.CatalogException;
import dev.burnish.deployment.domain.CatalogException.Reason;
import dev.burnish.deployment.domain.InstalledModel;
import dev.burnish.deployment.domain.ModelCatalog;
import dev.burnish.deployment.domain.ModelManifest;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RemoveModelTest {
    private final Fakes.Tuned tuned = new Fakes.Tuned();
    private final ScriptedModels models = new ScriptedModels();
    private final Shelf shelf = new Shelf();
    private final RemoveModel removeModel = new RemoveModel(shelf, tuned, models);

    @Test
    void freesMemoryBeforeTheFilesGo() throws Exception {
        removeModel.remove("tiny");

        assertThat(shelf.told).containsExactly("hide tiny", "delete tiny");
        assertThat(models.forgotten).containsExactly("tiny");
    }

    @Test
    void saysWhichModelsNeedIt() {
        for (int i = 10; i < 22; i++) {
            tuned.add(Fakes.tuned("acme", "ft:" + i, "tiny"));
        }
        tuned.add(Fakes.tuned("acme", "ft:99", "other"));

        assertThatThrownBy(() -> removeModel.remove("tiny"))
                .hasMessageContaining("ft:10 of acme, ft:11 of acme")
                .hasMessageContaining("ft:19 of acme and 2 more.")
                .asInstanceOf(InstanceOfAssertFactories.type(CatalogException.class))
                .returns(Reason.IN_USE, CatalogException::reason);
        assertThat(shelf.told).isEmpty();
    }

    @Test
    void putsTheModelBackForOneThatWasDeployedMeanwhile() {
        shelf.meanwhile = () -> tuned.add(Fakes.tuned("acme", "ft:1", "tiny"));

        assertThatThrownBy(() -> removeModel.remove("tiny")).isInstanceOf(CatalogException.class);

        assertThat(shelf.told).containsExactly("hide tiny", "restore tiny");
    }

    private static final class Shelf implements ModelCatalog {
        final List<String> told = new ArrayList<>();
        Runnable meanwhile = () -> {};

        @Override
        public HiddenModel hide(String name) {
            told.add("hide " + name);
            meanwhile.run();
            return new HiddenModel() {
                @Override
                public void delete() {
                    told.add("delete " + name);
                }

                @Override
                public void restore() {
                    told.add("restore " + name);
                }
            };
        }

        @Override
        public List<InstalledModel> all(boolean verify) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void requireFree(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ModelManifest add(String name, CandidateModel candidate) {
            throw new UnsupportedOperationException();
        }
    }
}
