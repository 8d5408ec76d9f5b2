export { classifier } from './classifier.ts';
export { predict } from './predict.ts';
export { confusionChart, rocChart, scoresChart } from './classification-charts.ts';
export { classificationReport, type ClassificationReport, type ClassifierAnswers, type ReportOptions } from './classification-report.ts';
export { accuracy, averageScores, classScores, confusionMatrix, matthewsCorrelation, type Averaging, type ClassScores, type ConfusionMatrix } from './confusion-matrix.ts';
export { logLoss } from './probability-metrics.ts';
export { averagePrecision, rocAuc, rocAucOneVersusRest, rocCurve, type RocCurve } from './ranking-metrics.ts';
export type { Score } from './score.ts';
