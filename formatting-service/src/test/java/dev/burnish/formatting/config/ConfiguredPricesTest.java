package dev.burnish.formatting.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.formatting.domain.Prices.Price;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfiguredPricesTest {
    @Test
    void asksNothingWithoutSettings() {
        assertThat(prices(Map.of()).of("tiny")).isEmpty();
    }

    @Test
    void prefersAModelsOwnPrice() {
        ConfiguredPrices prices = prices(Map.of(
                "burnish.prices.per-million-tokens", "3",
                "burnish.prices.by-model", "tiny:0, large:v2:12.5",
                "burnish.prices.currency", "EUR"));

        assertThat(prices.of("tiny")).contains(new Price(new BigDecimal("0"), "EUR"));
        assertThat(prices.of("large:v2")).contains(new Price(new BigDecimal("12.5"), "EUR"));
        assertThat(prices.of("other")).contains(new Price(new BigDecimal("3"), "EUR"));
    }

    @Test
    void hasNoPriceForOthersWithoutAStandardOne() {
        ConfiguredPrices prices = prices(Map.of("burnish.prices.by-model", "tiny:1.50"));

        assertThat(prices.of("tiny")).contains(new Price(new BigDecimal("1.50"), "USD"));
        assertThat(prices.of("other")).isEmpty();
    }

    @Test
    void doesNotStartWithAPriceThatIsNone() {
        for (String entry : new String[] {"tiny", "tiny:", ":1", "tiny:-1", "tiny:1,50", "tiny:1e3"}) {
            assertThatThrownBy(() -> prices(Map.of("burnish.prices.by-model", entry)))
                    .as(entry)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("model:price");
        }
    }

    private static ConfiguredPrices prices(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(ConfiguredPrices.Settings.class)
                .withDefaultValues(settings)
                .build();
        return new ConfiguredPrices(config.getConfigMapping(ConfiguredPrices.Settings.class));
    }
}
