package dev.burnish.kit;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.UUID;

/** Makes ids that nobody else makes and that sort by the time of their making (UUID version 7, RFC 9562). */
public final class Ids {
    private static final NoArgGenerator UUID_V7 = Generators.timeBasedEpochGenerator();

    private Ids() {}

    /** @return the prefix, such as {@code file-}, and 32 hexadecimal digits */
    public static String create(String prefix) {
        return prefix + uuid().toString().replace("-", "");
    }

    public static UUID uuid() {
        return UUID_V7.generate();
    }
}
