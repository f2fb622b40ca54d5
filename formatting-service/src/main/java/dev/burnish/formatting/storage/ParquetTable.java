package dev.burnish.formatting.storage;

import static java.util.Objects.requireNonNull;

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
import dev.hardwood.schema.ColumnProjection;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a Parquet file, with lists and structures in them as JSON; fields that are null are left out. One row group is read after another, each checked before, so that memory
 * does not grow with the file.
 */
final class ParquetTable implements RowSource {
    private static final Set<CompressionCodec> CODECS = EnumSet.of(
            CompressionCodec.UNCOMPRESSED, CompressionCodec.SNAPPY, CompressionCodec.GZIP, CompressionCodec.ZSTD);

    private final FileChannel channel;
    private final ParquetCheck check;
    private final HardwoodContext context;
    private final WatchedFile content;
    private final ParquetFileReader file;
    private final List<String> columns;
    private final Iterator<RowGroup> groups;
    private List<String> selected = List.of();
    private @Nullable RowReader rows;
    private long rowsBefore;
    private int row;

    private ParquetTable(
            FileChannel channel,
            ParquetCheck check,
            HardwoodContext context,
            WatchedFile content,
            ParquetFileReader file) {
        this.channel = channel;
        this.check = check;
        this.context = context;
        this.content = content;
        this.file = file;
        // A damaged schema may have columns without names.
        this.columns = file.getFileSchema().getRootNode().children().stream()
                .map(column -> requireNonNull(column.name(), "a column has no name"))
                .toList();
        this.groups = file.getFileMetaData().rowGroups().iterator();
    }

    /**
     * @throws InvalidFileException if the file's metadata are damaged, or break a limit
     * @throws IOException if the disk fails, which is no fault of the file
     */
    static ParquetTable open(Path path) throws IOException {
        return open(path, InputFile.of(path));
    }

    /** @param content what the library reads the file by */
    static ParquetTable open(Path path, InputFile content) throws IOException {
        FileChannel channel = FileChannel.open(path);
        HardwoodContext context = HardwoodContext.create(1);
        boolean opened = false;
        try {
            ParquetTable table = opened(channel, ParquetCheck.of(channel), context, new WatchedFile(content));
            opened = true;
            return table;
        } finally {
            if (!opened) {
                context.close();
                channel.close();
            }
        }
    }

    private static ParquetTable opened(
            FileChannel channel, ParquetCheck check, HardwoodContext context, WatchedFile content) throws IOException {
        try {
            return new ParquetTable(channel, check, context, content, ParquetFileReader.open(content, context));
        } catch (IOException | RuntimeException e) {
            // The library's exceptions for files that it cannot read have no type of their own.
            content.throwFailure();
            throw new InvalidFileException(Fault.BROKEN_PARQUET, ThriftStruct.broken("cannot be read"), e);
        }
    }

    List<String> columns() {
        return columns;
    }

    /** To be called once, before the first row: only these columns are read. */
    void select(Collection<String> wanted) {
        selected = List.copyOf(wanted);
    }

    /**
     * @throws InvalidFileException also if the metadata of a row group and its bytes do not agree, or break a limit
     * @throws IOException if the disk fails
     */
    @Override
    public @Nullable ObjectNode next() throws IOException, InvalidRowException {
        row++;
        try {
            while (rows == null || !rows.hasNext()) {
                if (rows != null) {
                    rows.close();
                }
                if (!groups.hasNext()) {
                    return null;
                }
                rows = open(groups.next());
            }
            rows.next();
            return new ParquetJson().object(rows);
        } catch (RuntimeException e) {
            content.throwFailure();
            throw new InvalidFileException(
                    Fault.BROKEN_PARQUET, ThriftStruct.broken("cannot be read from row " + row + " on"), e);
        }
    }

    private @Nullable RowReader open(RowGroup group) throws IOException {
        check.beginGroup(group.numRows());
        for (ColumnChunk chunk : group.columns()) {
            ColumnMetaData column = chunk.metaData();
            if (selected.contains(column.pathInSchema().elements().getFirst())) {
                checkColumn(column, chunk.chunkStartOffset());
            }
        }
        if (group.numRows() == 0) {
            return null;
        }
        RowReader reader = file.buildRowReader()
                .projection(ColumnProjection.columns(selected.toArray(String[]::new)))
                .skip(rowsBefore)
                .head(group.numRows())
                .build();
        rowsBefore += group.numRows();
        return reader;
    }

    private void checkColumn(ColumnMetaData column, long start) throws IOException {
        if (!CODECS.contains(column.codec())) {
            throw ParquetCheck.limit("is compressed with " + column.codec() + ", which is none of " + CODECS);
        }
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

    @Override
    public Place place() {
        return new Place(Math.max(1, row), 0);
    }

    @Override
    public void close() throws IOException {
        try (channel;
                context;
                file) {
            if (rows != null) {
                rows.close();
            }
        }
    }
}
