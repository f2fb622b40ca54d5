package dev.burnish.local;

import dev.burnish.local.deadletters.DeadLetter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dead letters for people, one paragraph each: a reason does not fit into a column. */
final class DeadLetterTable {
    /** As much of a value as tells one record from another. */
    private static final int BYTES_SHOWN = 100;

    private DeadLetterTable() {}

    /** Empty without letters. */
    static String text(String service, List<DeadLetter> letters) {
        StringBuilder text = new StringBuilder();
        for (DeadLetter letter : letters) {
            text.append("%s %s  from %s  at %s%n"
                    .formatted(
                            service,
                            letter.place(),
                            letter.origin(),
                            letter.when().truncatedTo(ChronoUnit.SECONDS)));
            text.append("    reason  %s%n".formatted(letter.reason().replaceAll("\\s+", " ")));
            text.append("    value   %s%n".formatted(begin(letter.value())));
        }
        return text.toString();
    }

    private static String begin(byte @Nullable [] value) {
        if (value == null) {
            return "none";
        }
        StringBuilder shown = new StringBuilder();
        for (int index = 0; index < Math.min(BYTES_SHOWN, value.length); index++) {
            shown.append(value[index] >= ' ' && value[index] < 0x7f ? (char) value[index] : '.');
        }
        return shown + (value.length > BYTES_SHOWN ? " …" : "") + " (%,d bytes)".formatted(value.length);
    }
}
