package dev.burnish.kit.persistence;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import java.sql.SQLException;
import java.time.Duration;

/** One connection for one thread that must never wait behind the service's requests for a free one. It takes part in no JTA transaction. */
public final class ReservedConnection {
    private static final Duration ACQUISITION_TIMEOUT = Duration.ofSeconds(5);

    private ReservedConnection() {}

    /** @return a source of a single connection to the same database; it opens it when first asked, and anew after a failure */
    public static AgroalDataSource of(AgroalDataSource service) {
        AgroalConnectionFactoryConfiguration factory =
                service.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(1)
                            .acquisitionTimeout(ACQUISITION_TIMEOUT)
                            .validateOnBorrow(true)
                            .connectionValidator(ConnectionValidator.defaultValidator())
                            .exceptionSorter(new PostgreSQLExceptionSorter())
                            .connectionFactoryConfiguration(
                                    new AgroalConnectionFactoryConfigurationSupplier(factory))));
        } catch (SQLException e) {
            throw new DatabaseException("opening a reserved connection", e);
        }
    }
}
