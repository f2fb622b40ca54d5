package dev.burnish.formatting.domain;

import dev.burnish.contracts.Failure;

/** What a submitted file is for. */
public enum FileRole {
    TRAINING("training_file", "training file", 10),
    VALIDATION("validation_file", "validation file", 1);

    private final String param;
    private final String noun;
    private final int minExamples;

    FileRole(String param, String noun, int minExamples) {
        this.param = param;
        this.noun = noun;
        this.minExamples = minExamples;
    }

    /** The request field that names such a file. */
    public String param() {
        return param;
    }

    public RejectedException invalid(String problem) {
        return new RejectedException(
                new Failure("invalid_" + param, "The " + noun + " cannot be used. " + problem, param));
    }

    /** Tells the user how the file was read. */
    public String read(String reading) {
        return "Read the " + noun + " as " + reading;
    }

    public void requireEnough(int examples, int duplicates) throws RejectedException {
        if (examples < minExamples) {
            String message = "The " + noun + " has " + examples + " example(s)"
                    + (duplicates == 0 ? "" : ", not counting " + duplicates + " duplicate(s)")
                    + ", but must have at least "
                    + minExamples + " example(s). Add more different examples.";
            throw new RejectedException(new Failure("invalid_n_examples", message, param));
        }
    }
}
