package dev.burnish.deployment.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.deployment.domain.ServedModel;
import org.junit.jupiter.api.Test;

class FindModelTest {
    private final Fakes.Bases bases = new Fakes.Bases("large", "tiny");
    private final Fakes.Tuned tuned = new Fakes.Tuned();

    FindModelTest() {
        tuned.add(Fakes.tuned("acme", "ft:tiny:acme::1", "tiny"));
        tuned.add(Fakes.tuned("globex", "ft:tiny:globex::2", "tiny"));
    }

    @Test
    void findsBasesAndTheTenantsOwnModels() {
        FindModel findModel = new FindModel(bases, tuned, new Fakes.Hosted());

        assertThat(findModel.find("acme", "tiny")).containsInstanceOf(ServedModel.Base.class);
        assertThat(findModel.find("acme", "ft:tiny:acme::1")).containsInstanceOf(ServedModel.Tuned.class);
        assertThat(findModel.find("acme", "nothing")).isEmpty();
    }

    @Test
    void hidesWhatBelongsToAnotherTenant() {
        assertThat(new FindModel(bases, tuned, new Fakes.Hosted()).find("acme", "ft:tiny:globex::2"))
                .isEmpty();
    }

    @Test
    void listsBasesThenTheTenantsOwn() {
        assertThat(new ListModels(bases, tuned, new Fakes.Hosted()).list("acme"))
                .extracting(ServedModel::name)
                .containsExactly("large", "tiny", "ft:tiny:acme::1");
    }
}
