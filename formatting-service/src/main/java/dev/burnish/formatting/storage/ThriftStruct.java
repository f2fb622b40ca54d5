package dev.burnish.formatting.storage;

import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidFileException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Walks a structure in Thrift's compact protocol, in which Parquet writes its metadata (thrift-compact-protocol.md of Apache Thrift), without keeping any of it: sizes that
 * are claimed are compared with the bytes that are there, and nesting is bounded.
 */
final class ThriftStruct {
    static final int LIST = 9;
    static final int STRUCT = 12;

    private static final int MAX_DEPTH = 64;
    private static final int STOP = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I16 = 4;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int LONG_LIST = 15;

    private final ByteBuffer bytes;
    private int depth;

    /** Takes what it wants of a structure. */
    interface Fields {
        /** @return false if the value was not read, so that it is to be skipped */
        boolean read(int id, int type) throws InvalidFileException;
    }

    ThriftStruct(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Reads one structure from the bytes' position on. */
    void read(Fields fields) throws InvalidFileException {
        try {
            struct(fields);
        } catch (BufferUnderflowException e) {
            throw new InvalidFileException(Fault.BROKEN_PARQUET, broken("ends within its metadata"), e);
        }
    }

    void struct(Fields fields) throws InvalidFileException {
        if (++depth > MAX_DEPTH) {
            throw new InvalidFileException(
                    Fault.PARQUET_LIMIT, broken("has metadata of more than " + MAX_DEPTH + " levels"));
        }
        int id = 0;
        for (int head = bytes.get() & 0xff; head != STOP; head = bytes.get() & 0xff) {
            int type = head & 0xf;
            id = head >>> 4 == 0 ? (int) zigZag() : id + (head >>> 4);
            if (!fields.read(id, type)) {
                skip(type);
            }
        }
        depth--;
    }

    /** A whole number of any width; bytes excepted. */
    long zigZag() throws InvalidFileException {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    private long varint() throws InvalidFileException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte part = bytes.get();
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new InvalidFileException(Fault.BROKEN_PARQUET, broken("has a number without end in its metadata"));
    }

    /** The count of a list's elements, each of which takes a byte or more; the type of the elements is in the low half of the byte before. */
    int listSize() throws InvalidFileException {
        int head = bytes.get(bytes.position()) & 0xff;
        bytes.get();
        long size = head >>> 4 == LONG_LIST ? varint() : head >>> 4;
        return checked(size);
    }

    private int checked(long size) throws InvalidFileException {
        if (size < 0 || size > bytes.remaining()) {
            throw new InvalidFileException(Fault.BROKEN_PARQUET, broken("claims more metadata than it has"));
        }
        return (int) size;
    }

    private void skip(int type) throws InvalidFileException {
        switch (type) {
            case TRUE, FALSE -> {}
            case BYTE -> bytes.get();
            case I16, I16 + 1, I64 -> varint();
            case DOUBLE -> bytes.getDouble();
            case BINARY -> {
                int size = checked(varint());
                bytes.position(bytes.position() + size);
            }
            case LIST, SET -> skipList();
            case MAP -> skipMap();
            case STRUCT -> struct((id, inner) -> false);
            default -> throw new InvalidFileException(Fault.BROKEN_PARQUET, broken("has unknown metadata"));
        }
    }

    /** A list that is not wanted, from its head on. */
    void skipList() throws InvalidFileException {
        int type = bytes.get(bytes.position()) & 0xf;
        skipElements(type, listSize());
    }

    private void skipElements(int type, int size) throws InvalidFileException {
        if (++depth > MAX_DEPTH) {
            throw new InvalidFileException(
                    Fault.PARQUET_LIMIT, broken("has metadata of more than " + MAX_DEPTH + " levels"));
        }
        for (int i = 0; i < size; i++) {
            // Within a list, a truth value takes a byte.
            skip(type == TRUE || type == FALSE ? BYTE : type);
        }
        depth--;
    }

    private void skipMap() throws InvalidFileException {
        int size = checked(varint());
        if (size == 0) {
            return;
        }
        int types = bytes.get() & 0xff;
        for (int i = 0; i < size; i++) {
            skipElements(types >>> 4, 1);
            skipElements(types & 0xf, 1);
        }
    }

    static String broken(String problem) {
        return "It is a Parquet file that " + problem + ". Write it again, or upload its rows as JSON Lines.";
    }
}
