package dev.burnish.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void areUniqueAndSortByTheTimeOfTheirMaking() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(Ids.create("file-"));
        }

        assertThat(ids).doesNotHaveDuplicates().isSorted();
        assertThat(ids).allMatch(id -> id.matches("file-[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}"));
    }
}
