package drawbridge.sandbox.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a port.
public final class PortNumber implements ITypeConverter<Integer> {

    @Override
    public Integer convert(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new TypeConversionException(
                    "'" + text + "' is no port: that is a number from 0 (any free one) to 65535");
        }
        return Integer.valueOf(text);
    }
}
