"""Linear models, a robust scaler and regression metrics by scikit-learn, for tests that compare ours with them.

    python3 tools/reference/linear-models.py > test/fixtures/golden/linear-models.json
"""
import json
import sys

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.preprocessing import RobustScaler

random = np.random.RandomState(2047)
rows, columns = 60, 4
x = np.round(random.normal(size=(rows, columns)) @ np.array([[1, 0.6, 0, 0], [0, 1, 0, 0.3], [0, 0, 1, 0], [0, 0, 0, 1]]), 4).astype(np.float32).astype(np.float64)
scores = x @ random.normal(size=(columns, 3)) + random.normal(size=(rows, 3))
three = scores.argmax(axis=1)
two = (scores[:, 0] > 0.8).astype(int)
y = np.round(3 * x @ random.normal(size=columns) + 12 + random.normal(size=rows), 4)


def logistic(labels, **options):
    model = LogisticRegression(tol=1e-12, max_iter=10000, **options).fit(x, labels)
    return {"coef": model.coef_.tolist(), "intercept": model.intercept_.tolist(), "probabilities": model.predict_proba(x[:5]).tolist()}


def regression(model):
    model.fit(x, y)
    return {"coef": model.coef_.tolist(), "intercept": float(model.intercept_), "predictions": model.predict(x[:5]).tolist()}


def figures(actual, predicted):
    names = ("mean_absolute_error", "mean_squared_error", "root_mean_squared_error", "r2_score", "mean_absolute_percentage_error",
             "explained_variance_score", "max_error", "median_absolute_error")
    return {"actual": actual, "predicted": predicted, **{name: float(getattr(metrics, name)(actual, predicted)) for name in names}}


json.dump({
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "x": x.tolist(), "two": two.tolist(), "three": three.tolist(), "y": y.tolist(),
    "logistic": {
        "two": logistic(two), "two_strong": logistic(two, C=0.1), "two_balanced": logistic(two, class_weight="balanced"),
        "three": logistic(three), "three_weak_balanced": logistic(three, C=10, class_weight="balanced"),
    },
    "ridge": {"1": regression(Ridge(alpha=1, tol=1e-12)), "25": regression(Ridge(alpha=25, tol=1e-12)), "0": regression(LinearRegression())},
    "robust": {"center": RobustScaler().fit(x).center_.tolist(), "scale": RobustScaler().fit(x).scale_.tolist()},
    "regression_metrics": [
        figures([3.0, -0.5, 2.0, 7.0], [2.5, 0.0, 2.0, 8.0]), figures([0.0, 1.0, -2.0], [0.5, 1.0, -1.0]), figures([5.0, 5.0, 5.0], [5.0, 6.0, 4.5]),
        figures([5.0, 5.0], [5.0, 5.0]), figures(y.tolist(), np.round(y + random.normal(size=rows), 4).tolist()),
    ],
}, sys.stdout, separators=(",", ":"))
print()
