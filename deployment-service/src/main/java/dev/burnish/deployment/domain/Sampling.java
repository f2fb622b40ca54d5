package dev.burnish.deployment.domain;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 to 2; 0 always takes the most probable token
 * @param topP 0 to 1; the smallest set of most probable tokens that reaches this probability is drawn from
 */
public record Sampling(double temperature, double topP, long seed) {
    public static final Sampling GREEDY = new Sampling(0, 1, 0);

    public Sampling {
        if (!(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("temperature is " + temperature + ", must be 0 to 2");
        }
        if (!(topP >= 0 && topP <= 1)) {
            throw new IllegalArgumentException("top_p is " + topP + ", must be 0 to 1");
        }
    }

    /** The same, with a seed of its own for one of several answers. */
    public Sampling forChoice(int choice) {
        return new Sampling(temperature, topP, seed + choice);
    }
}
