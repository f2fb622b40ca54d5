package dev.burnish.formatting.storage;

import dev.burnish.formatting.domain.InvalidFileException;
import java.nio.ByteBuffer;

/**
 * What stands before a page of a Parquet column ({@code PageHeader} of parquet.thrift). Sizes are what the file claims, and -1 where it claims none.
 *
 * @param kind the field that describes the page
 * @param encoding of its values
 */
record PageHeader(long uncompressed, long compressed, int kind, long values, long encoding) {
    private static final int UNCOMPRESSED_SIZE = 2;
    private static final int COMPRESSED_SIZE = 3;
    private static final int DATA = 5;
    private static final int DICTIONARY = 7;
    private static final int DATA_V2 = 8;

    private static final int PLAIN_DICTIONARY = 2;
    private static final int RLE_DICTIONARY = 8;
    private static final int MAX_VALUES = 1 << 30;

    /** Reads a header from the bytes' position on. */
    static PageHeader read(ByteBuffer bytes) throws InvalidFileException {
        long[] sizes = {-1, -1};
        int[] kind = {0};
        long[] content = {0, 0};
        ThriftStruct struct = new ThriftStruct(bytes);
        struct.read((id, type) -> {
            if (id == UNCOMPRESSED_SIZE || id == COMPRESSED_SIZE) {
                sizes[id - UNCOMPRESSED_SIZE] = struct.zigZag();
                return true;
            }
            if (type == ThriftStruct.STRUCT && (id == DATA || id == DICTIONARY || id == DATA_V2)) {
                kind[0] = id;
                struct.struct((field, fieldType) -> readContent(struct, field, id == DATA_V2 ? 4 : 2, content));
                return true;
            }
            return false;
        });
        if (content[0] < 0 || content[0] > MAX_VALUES) {
            throw ParquetCheck.broken("has a page of " + content[0] + " values");
        }
        return new PageHeader(sizes[0], sizes[1], kind[0], content[0], content[1]);
    }

    private static boolean readContent(ThriftStruct struct, int field, int encoding, long[] content)
            throws InvalidFileException {
        if (field != 1 && field != encoding) {
            return false;
        }
        content[field == 1 ? 0 : 1] = struct.zigZag();
        return true;
    }

    boolean holdsData() {
        return kind == DATA || kind == DATA_V2;
    }

    boolean isDictionary() {
        return kind == DICTIONARY;
    }

    /** Whether its values are numbers of entries in the column's dictionary. */
    boolean usesDictionary() {
        return encoding == PLAIN_DICTIONARY || encoding == RLE_DICTIONARY;
    }
}
