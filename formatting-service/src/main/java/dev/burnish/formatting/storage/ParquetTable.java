package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidFileException;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Place;
import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.StructAccessor;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of a Parquet file, with lists and structures in them as JSON; fields that are null are left out. */
final class ParquetTable implements RowSource {
    private static final Set<CompressionCodec> CODECS = EnumSet.of(
            CompressionCodec.UNCOMPRESSED, CompressionCodec.SNAPPY, CompressionCodec.GZIP, CompressionCodec.ZSTD);

    private final Path path;
    private final HardwoodContext context;
    private final ParquetFileReader file;
    private final List<String> columns;
    private @Nullable RowReader rows;
    private int row;

    private ParquetTable(Path path, HardwoodContext context, ParquetFileReader file) {
        this.path = path;
        this.context = context;
        this.file = file;
        this.columns = file.getFileSchema().getRootNode().children().stream()
                .map(SchemaNode::name)
                .toList();
    }

    /** @throws InvalidFileException if the file's metadata are damaged, or break a limit */
    static ParquetTable open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            ParquetCheck.of(channel);
        }
        HardwoodContext context = HardwoodContext.create(1);
        boolean opened = false;
        try {
            ParquetTable table = new ParquetTable(path, context, ParquetFileReader.open(InputFile.of(path), context));
            opened = true;
            return table;
        } catch (IOException | RuntimeException e) {
            // The library's exceptions for files that it cannot read have no type of their own.
            throw new InvalidFileException(Fault.BROKEN_PARQUET, ThriftStruct.broken("cannot be read"), e);
        } finally {
            if (!opened) {
                context.close();
            }
        }
    }

    List<String> columns() {
        return columns;
    }

    /**
     * To be called once, before the first row: only these columns are read.
     *
     * @throws InvalidFileException if their metadata and their bytes do not agree, or break a limit
     */
    void select(Collection<String> wanted) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            ParquetCheck check = ParquetCheck.of(channel);
            for (RowGroup group : file.getFileMetaData().rowGroups()) {
                for (ColumnChunk chunk : group.columns()) {
                    check(chunk.metaData(), chunk.chunkStartOffset(), wanted, check);
                }
            }
            rows = file.buildRowReader()
                    .projection(ColumnProjection.columns(wanted.toArray(String[]::new)))
                    .build();
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    private static void check(ColumnMetaData column, long start, Collection<String> wanted, ParquetCheck check)
            throws IOException {
        if (!wanted.contains(column.pathInSchema().elements().getFirst())) {
            return;
        }
        requireCodec(column.codec());
        if (column.type() == PhysicalType.FIXED_LEN_BYTE_ARRAY) {
            throw ParquetCheck.limit("has values of fixed length in column " + column.pathInSchema());
        }
        check.checkPages(
                start,
                column.totalCompressedSize(),
                column.numValues(),
                column.codec(),
                column.type() == PhysicalType.BYTE_ARRAY);
    }

    private static void requireCodec(CompressionCodec codec) throws InvalidFileException {
        if (!CODECS.contains(codec)) {
            throw new InvalidFileException(
                    Fault.PARQUET_LIMIT,
                    ThriftStruct.broken("is compressed with " + codec + ", which is none of " + CODECS));
        }
    }

    @Override
    public @Nullable ObjectNode next() throws IOException, InvalidRowException {
        row++;
        try {
            if (rows == null || !rows.hasNext()) {
                return null;
            }
            rows.next();
            return new Conversion().object(rows);
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    private InvalidFileException unreadable(RuntimeException e) {
        return new InvalidFileException(
                Fault.BROKEN_PARQUET, ThriftStruct.broken("cannot be read from row " + Math.max(1, row) + " on"), e);
    }

    @Override
    public Place place() {
        return new Place(Math.max(1, row), 0);
    }

    @Override
    public void close() throws IOException {
        try {
            if (rows != null) {
                rows.close();
            }
            file.close();
        } finally {
            context.close();
        }
    }

    /** One row on its way to JSON, which is bounded as a line of text is. */
    private static final class Conversion {
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
}
