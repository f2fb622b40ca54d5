package dev.burnish.llm;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Recognises the failures by which the device says that it has no memory left. */
public final class OutOfMemory {

    private static final int MAX_CAUSES = 10;

    private OutOfMemory() {}

    /** True for Java's error, and for libtorch's, which has no type of its own by the time it gets here. */
    public static boolean causes(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof OutOfMemoryError || says(cause.getMessage())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean says(@Nullable String message) {
        if (message == null) {
            return false;
        }
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("out of memory")
                || text.contains("can't allocate memory")
                || text.contains("not enough memory");
    }
}
