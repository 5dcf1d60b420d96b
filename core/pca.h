// SPDX-License-Identifier: MIT
// Principal component analysis: the plane, or its like in other dimensions, that rebuilds a data set best (Pearson
// 1901, doi:10.1080/14786440109462720). A linear autoencoder can do no better (Baldi & Hornik 1989,
// doi:10.1016/0893-6080(89)90014-2), so the error of k components is the floor that k latent units of a linear network
// reach.
//
// In double precision: the covariance matrix, then orthogonal iteration with Rayleigh–Ritz (Golub & Van Loan, Matrix
// Computations, 4th ed., 8.2.4), which needs the few largest eigenvalues only.
//
// Shapes: N rows, D columns, k components.
#ifndef AE_PCA_H
#define AE_PCA_H

#include "status.h"

enum { AE_PCA_MAX_COMPONENTS = 16, AE_PCA_MAX_COLUMNS = 784 };

typedef struct ae_pca {
    int columns, components;
    double error;       // mean squared error over rows and columns of the reconstruction from the components
    double *mean;       // (D) of the columns
    double *variances;  // (k) along the components, largest first
    double *directions; // (k,D) of length 1, orthogonal to each other; the largest entry of each is positive
} ae_pca;

// *pca: caller frees with ae_pca_free. values (rows,columns) borrowed; components 1 … min(columns, 16), columns up to
// 784. AE_BAD_VALUE names the argument, AE_BAD_DATA the row and column (from 1), AE_OUT_OF_MEMORY.
ae_status ae_pca_new(ae_pca **pca, const float *values, int rows, int columns, int components, ae_error *error);
void ae_pca_free(ae_pca *pca); // NULL is fine

#endif
