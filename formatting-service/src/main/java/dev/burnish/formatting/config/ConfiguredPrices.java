package dev.burnish.formatting.config;

import dev.burnish.formatting.domain.Prices;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The prices in the service's settings. */
@ApplicationScoped
public class ConfiguredPrices implements Prices {
    private final String currency;
    private final @Nullable BigDecimal standard;
    private final Map<String, BigDecimal> byModel;

    /** @throws IllegalArgumentException when an entry of a model has not the form that is asked for */
    ConfiguredPrices(Settings settings) {
        currency = settings.currency();
        standard = settings.perMillionTokens().orElse(null);
        Map<String, BigDecimal> prices = new HashMap<>();
        settings.byModel().orElse(List.of()).forEach(entry -> add(prices, entry.strip()));
        byModel = Map.copyOf(prices);
    }

    /** Settings under {@code burnish.prices}; without any, nothing has a price. */
    @ConfigMapping(prefix = "burnish.prices")
    public interface Settings {
        /** Of a million trained tokens, for models without a price of their own. */
        Optional<@PositiveOrZero BigDecimal> perMillionTokens();

        /** For each model {@code name:price}. */
        Optional<List<String>> byModel();

        @WithDefault("USD")
        @Pattern(regexp = "[A-Z]{3}")
        String currency();
    }

    private static void add(Map<String, BigDecimal> prices, String entry) {
        int colon = entry.lastIndexOf(':');
        if (colon > 0 && entry.substring(colon + 1).matches("\\d{1,9}(\\.\\d{1,9})?")) {
            prices.put(entry.substring(0, colon), new BigDecimal(entry.substring(colon + 1)));
            return;
        }
        throw new IllegalArgumentException("burnish.prices.by-model must be a comma-separated list of model:price,"
                + " such as burnish-tiny:1.50; it has '" + entry + "'");
    }

    @Override
    public Optional<Price> of(String baseModel) {
        BigDecimal own = byModel.get(baseModel);
        BigDecimal price = own == null ? standard : own;
        return price == null ? Optional.empty() : Optional.of(new Price(price, currency));
    }
}
