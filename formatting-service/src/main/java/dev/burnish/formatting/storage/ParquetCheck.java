package dev.burnish.formatting.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidFileException;
import dev.hardwood.metadata.CompressionCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * What a Parquet file says about itself, held against its bytes before anything is allocated by it: metadata and every page's header (format: parquet.thrift of Apache
 * Parquet). A reader may hold many rows at once, with every text that a dictionary repeats spelled out; so what a row group unfolds to is
 * bounded.
 */
final class ParquetCheck {
    static final int MAX_METADATA_BYTES = 4 << 20;
    static final int MAX_SCHEMA_ELEMENTS = 2000;
    static final int MAX_PAGE_BYTES = 24 << 20;

    /** Of one row group; the reader takes about five times as much, for which half of the memory is left. What usual writers make at most is enough. */
    static final long MAX_UNFOLDED_BYTES = maxUnfoldedBytes(Runtime.getRuntime().maxMemory());

    private static final int MAX_HEADER_BYTES = 1 << 20;
    private static final int MAX_DICTIONARY_BYTES = 16 << 20;
    private static final int TAIL_BYTES = 8;
    private static final int MIN_BYTES = 12;

    /** What a value takes beside its bytes: offsets and levels. */
    private static final int BYTES_PER_VALUE = 16;

    private final FileChannel file;
    private final long dataEnd;
    private long unfolded;
    private long rows;

    private ParquetCheck(FileChannel file, long dataEnd) {
        this.file = file;
        this.dataEnd = dataEnd;
    }

    /** 24 to 128 MiB. */
    static long maxUnfoldedBytes(long memory) {
        return Math.clamp(memory / 10, 24L << 20, 128L << 20);
    }

    /** @throws InvalidFileException if the metadata are not whole, or break a limit */
    static ParquetCheck of(FileChannel file) throws IOException {
        long size = file.size();
        if (size < MIN_BYTES) {
            throw broken("is cut off");
        }
        ByteBuffer tail = bytes(file, size - TAIL_BYTES, TAIL_BYTES);
        long length = tail.getInt();
        byte[] magic = new byte[4];
        tail.get(magic);
        if (!new String(magic, ISO_8859_1).equals("PAR1")) {
            throw broken(magic[3] == 'E' ? "is encrypted" : "is cut off: its end is missing");
        }
        if (length < 0 || length > size - MIN_BYTES) {
            throw broken("claims metadata of " + length + " bytes, which it has not");
        }
        if (length > MAX_METADATA_BYTES) {
            throw limit("has more than " + MAX_METADATA_BYTES + " bytes of metadata");
        }
        long dataEnd = size - TAIL_BYTES - length;
        checkMetadata(bytes(file, dataEnd, (int) length));
        return new ParquetCheck(file, dataEnd);
    }

    private static void checkMetadata(ByteBuffer metadata) throws InvalidFileException {
        ThriftStruct struct = new ThriftStruct(metadata);
        struct.read((id, type) -> {
            if (id != 2 || type != ThriftStruct.LIST) {
                return false;
            }
            int position = metadata.position();
            if (struct.listSize() > MAX_SCHEMA_ELEMENTS) {
                throw limit("has more than " + MAX_SCHEMA_ELEMENTS + " columns and groups");
            }
            metadata.position(position);
            return false;
        });
    }

    /** To be called before the columns of the next row group. */
    void beginGroup(long claimedRows) throws InvalidFileException {
        if (claimedRows < 0) {
            throw broken("claims less than no rows");
        }
        rows = claimedRows;
        unfolded = 0;
    }

    /**
     * Follows the pages of one column's part of the row group.
     *
     * @param values how many the metadata say there are
     * @param texts whether the values have lengths of their own
     */
    void checkPages(long start, long length, long values, CompressionCodec codec, boolean texts) throws IOException {
        if (start < 4 || length < 0 || length > dataEnd - start) {
            throw broken("has a column outside of its data");
        }
        long end = start + length;
        long found = 0;
        long longest = 0;
        for (long at = start; at < end && found < values; ) {
            ByteBuffer bytes = bytes(file, at, (int) Math.min(end - at, MAX_HEADER_BYTES));
            PageHeader header = PageHeader.read(bytes);
            at += bytes.position();
            if (header.compressed() < 0 || header.compressed() > end - at || header.uncompressed() < 0) {
                throw broken("has a page that is larger than its column");
            }
            if (header.uncompressed() > MAX_PAGE_BYTES) {
                throw limit("has a page of more than " + MAX_PAGE_BYTES + " bytes");
            }
            if (header.holdsData()) {
                found += header.values();
                unfold(header.values(), header.usesDictionary() ? header.values() * longest : header.uncompressed());
            } else if (texts && header.isDictionary()) {
                longest = longestText(at, header, codec);
            }
            at += header.compressed();
        }
        if (values < rows) {
            throw broken("holds " + values + " values for " + rows + " rows");
        }
        if (found != values) {
            throw broken("holds " + found + " values where it says that there are " + values);
        }
    }

    private void unfold(long values, long bytes) throws InvalidFileException {
        unfolded += values * BYTES_PER_VALUE + bytes;
        if (unfolded > MAX_UNFOLDED_BYTES) {
            throw limit("has a group of rows that unfolds to more than " + MAX_UNFOLDED_BYTES
                    + " bytes; smaller groups, such as of 5000 rows, are read");
        }
    }

    private long longestText(long at, PageHeader header, CompressionCodec codec) throws IOException {
        if (header.uncompressed() > MAX_DICTIONARY_BYTES || header.compressed() > MAX_DICTIONARY_BYTES) {
            throw limit("has a dictionary of more than " + MAX_DICTIONARY_BYTES + " bytes");
        }
        byte[] page = bytes(file, at, (int) header.compressed()).array();
        return ParquetDictionary.longestText(page, codec, (int) header.uncompressed());
    }

    private static ByteBuffer bytes(FileChannel file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                throw broken("is cut off");
            }
        }
        return buffer.flip();
    }

    static InvalidFileException broken(String problem) {
        return new InvalidFileException(Fault.BROKEN_PARQUET, ThriftStruct.broken(problem));
    }

    static InvalidFileException limit(String problem) {
        return new InvalidFileException(Fault.PARQUET_LIMIT, ThriftStruct.broken(problem));
    }
}
