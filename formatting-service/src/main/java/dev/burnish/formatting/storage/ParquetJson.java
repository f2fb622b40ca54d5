package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.StructAccessor;
import org.jspecify.annotations.Nullable;

/** One row of a Parquet file on its way to JSON, bounded as a line of text is. */
final class ParquetJson {
    private int bytes;
    private int depth;

    ObjectNode object(StructAccessor struct) throws InvalidRowException {
        enter();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < struct.getFieldCount(); i++) {
            Object value = struct.getRawValue(i);
            if (value != null) {
                object.set(struct.getFieldName(i), json(value));
            }
        }
        depth--;
        return object;
    }

    private JsonNode json(@Nullable Object value) throws InvalidRowException {
        grow(1);
        return switch (value) {
            case null -> JsonNodeFactory.instance.nullNode();
            case byte[] text -> {
                grow(text.length);
                yield JsonNodeFactory.instance.textNode(RowText.decode(text, text.length));
            }
            case String text -> {
                grow(text.length());
                yield JsonNodeFactory.instance.textNode(text);
            }
            case Boolean truth -> JsonNodeFactory.instance.booleanNode(truth);
            case Integer number -> JsonNodeFactory.instance.numberNode(number);
            case Long number -> JsonNodeFactory.instance.numberNode(number);
            case Float number -> JsonNodeFactory.instance.numberNode(number);
            case Double number -> JsonNodeFactory.instance.numberNode(number);
            case StructAccessor struct -> object(struct);
            case PqList list -> array(list);
            case PqMap map -> map(map);
            default -> JsonNodeFactory.instance.textNode(value.toString());
        };
    }

    private ArrayNode array(PqList list) throws InvalidRowException {
        enter();
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < list.size(); i++) {
            array.add(json(list.getRaw(i)));
        }
        depth--;
        return array;
    }

    private ObjectNode map(PqMap map) throws InvalidRowException {
        enter();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (PqMap.Entry entry : map.getEntries()) {
            object.set(String.valueOf(entry.getKey()), json(entry.getRawValue()));
        }
        depth--;
        return object;
    }

    private void enter() throws InvalidRowException {
        if (++depth > JsonRow.MAX_DEPTH) {
            throw new InvalidRowException(
                    Fault.JSON_LIMIT,
                    "the row has more than " + JsonRow.MAX_DEPTH + " levels of nesting. Simplify it.");
        }
    }

    private void grow(int more) throws InvalidRowException {
        bytes += more;
        if (bytes > RowText.MAX_BYTES) {
            throw new InvalidRowException(
                    Fault.ROW_TOO_LONG,
                    "the row is longer than " + RowText.MAX_BYTES + " bytes. Split or shorten the example.");
        }
    }
}
