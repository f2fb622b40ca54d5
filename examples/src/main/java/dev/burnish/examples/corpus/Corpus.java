package dev.burnish.examples.corpus;

import dev.burnish.llm.text.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The endless stream of conversations that a seed stands for. */
public final class Corpus {

    private static final int MOST_TURNS = 5;

    private final RandomGenerator random;

    public Corpus(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The next conversation: one task, sometimes several tasks one after the other. */
    public List<ChatMessage> next() {
        if (random.nextInt(10) > 0) {
            return task();
        }
        List<ChatMessage> conversation = new ArrayList<>();
        for (int i = 2 + random.nextInt(MOST_TURNS - 1); i > 0; i--) {
            for (ChatMessage message : task()) {
                boolean system = message.role().equals(ChatMessage.SYSTEM);
                conversation.add(system && !conversation.isEmpty() ? ChatMessage.user(message.content()) : message);
            }
        }
        return joined(conversation);
    }

    private List<ChatMessage> task() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3, 4 -> MailTasks.write(random);
            case 5, 6, 7, 8 -> RecordTasks.write(random);
            default -> TextTasks.write(random);
        };
    }

    /** Two user messages in a row become one. */
    private static List<ChatMessage> joined(List<ChatMessage> messages) {
        List<ChatMessage> result = new ArrayList<>();
        for (ChatMessage message : messages) {
            boolean again = !result.isEmpty()
                    && message.role().equals(ChatMessage.USER)
                    && result.getLast().role().equals(ChatMessage.USER);
            if (again) {
                String both = result.removeLast().content() + "\n\n" + message.content();
                result.add(ChatMessage.user(both));
            } else {
                result.add(message);
            }
        }
        return result;
    }
}
