package dev.burnish.kit.inbox;

import dev.burnish.contracts.MalformedEventException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MessageConverter;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Gives listeners the text of a record, which the connector keeps as bytes, so that a dead letter is the record byte for byte. */
@ApplicationScoped
public class Utf8Converter implements MessageConverter {
    @Override
    public boolean canConvert(Message<?> message, Type target) {
        return message.getPayload() instanceof byte[] && target == String.class;
    }

    @Override
    public Uni<Message<?>> convertUni(Message<?> message, Type target) {
        try {
            return Uni.createFrom().item(convert(message, target));
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().failure(new MalformedEventException("the record is not UTF-8", e));
        }
    }

    @Override
    public Message<?> convert(Message<?> message, Type target) {
        byte @Nullable [] bytes = (byte[]) message.getPayload();
        return bytes == null ? message : message.withPayload(decode(bytes));
    }

    private static String decode(byte[] text) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
