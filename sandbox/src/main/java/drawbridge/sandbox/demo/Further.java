package drawbridge.sandbox.demo;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What a demo may have beside its usual customers.
enum Further {
    /// A customer who is reached by Acme's old API alone.
    NASTY;

    /// Reads one as it is written on the command line.
    static final class Word implements ITypeConverter<Further> {

        @Override
        public Further convert(String value) {
            if (value.equals("nasty")) {
                return NASTY;
            }
            throw new TypeConversionException("'" + value + "' is not known; it may be nasty");
        }
    }
}
