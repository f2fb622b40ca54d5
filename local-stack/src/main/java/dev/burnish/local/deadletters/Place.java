package dev.burnish.local.deadletters;

/** Where a record lies in its topic; written {@code partition:offset}, such as {@code 0:12}. */
public record Place(int partition, long offset) {
    public Place {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("partition " + partition + " and offset " + offset + " start at 0");
        }
    }

    /** @throws IllegalArgumentException if the text is no place */
    public static Place parse(String text) {
        String[] parts = text.split(":", -1);
        try {
            if (parts.length == 2) {
                return new Place(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(problem(text), e);
        }
        throw new IllegalArgumentException(problem(text));
    }

    private static String problem(String text) {
        return "'" + text + "' is no place in a topic: give partition and offset, such as 0:12";
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
