// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {AggregatorV3Interface} from "./interfaces/AggregatorV3Interface.sol";
import {ILeveragedToken} from "./interfaces/ILeveragedToken.sol";
import {Checkpoint, INavFeed} from "./interfaces/INavFeed.sol";
import {FixedPoint} from "./libraries/FixedPoint.sol";
import {Phase, TokenState} from "./types/Token.sol";

/// @title NavFeed
/// @notice See {INavFeed}. One for each token, deployed by anyone: it has no owner and no setting.
contract NavFeed is INavFeed {
    using FixedPoint for uint256;
    using SafeCast for *;

    /// @dev A token at one moment.
    struct Reading {
        uint256 nav; // {usd/share}
        uint256 price; // {usd/base} 0 once settled
        uint256 updatedAt; // {s}
        int256 notional; // {usd/share}
        bool isSettled;
    }

    /// @inheritdoc INavFeed
    /// @dev Far above rounding and an hour's funding, far below the margin any lending market asks for: 0.1 %.
    uint256 public constant MAX_RISE = 0.001e18;

    /// @inheritdoc INavFeed
    uint256 public constant RESTART_AFTER = 1 days;

    /// @dev Shares for one virtual share: with fewer the virtual ones weigh more than 0.1 % in NAV.
    uint256 private constant LEAST_SUPPLY = 1000;

    /// @inheritdoc INavFeed
    ILeveragedToken public immutable override token;

    Checkpoint private _checkpoint; // two slots

    constructor(ILeveragedToken token_) {
        token = token_;
    }

    /// @inheritdoc INavFeed
    function poke() external {
        Reading memory reading = _read();
        if (reading.isSettled) return;
        Checkpoint memory last = _checkpoint;
        uint256 highest = _highest(last, reading);
        bool restarted = reading.nav > highest && block.timestamp - last.takenAt > RESTART_AFTER;
        uint256 shown = restarted ? reading.nav : Math.min(reading.nav, highest);
        if (shown == 0) revert NavFeed_Worthless();
        _checkpoint = Checkpoint({
            nav: shown.toUint128(),
            price: reading.price.toUint128(),
            notional: reading.notional.toInt128(),
            takenAt: uint40(block.timestamp),
            startedAt: restarted ? uint40(block.timestamp) : last.startedAt
        });
        emit Poked(shown, reading.price, restarted);
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData() public view returns (uint80, int256, uint256, uint256, uint80) {
        Reading memory reading = _read();
        uint256 shown = reading.nav;
        if (!reading.isSettled) {
            Checkpoint memory last = _checkpoint;
            if (last.startedAt == 0 || last.startedAt == block.timestamp) revert NavFeed_Unconfirmed(last.startedAt);
            shown = Math.min(shown, _highest(last, reading));
        }
        if (shown == 0) revert NavFeed_Worthless();
        uint80 id = uint80(reading.updatedAt);
        return (id, shown.toInt256(), reading.updatedAt, reading.updatedAt, id);
    }

    /// @inheritdoc AggregatorV3Interface
    function getRoundData(
        uint80 roundId
    ) external view returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound) {
        (id, answer, startedAt, updatedAt, answeredInRound) = latestRoundData();
        if (roundId != id) revert NavFeed_UnknownRound(roundId, id);
    }

    /// @inheritdoc INavFeed
    function checkpoint() external view returns (Checkpoint memory) {
        return _checkpoint;
    }

    /// @inheritdoc AggregatorV3Interface
    function decimals() external pure returns (uint8) {
        return 18;
    }

    /// @inheritdoc AggregatorV3Interface
    function version() external pure returns (uint256) {
        return 1;
    }

    /// @inheritdoc AggregatorV3Interface
    function description() external view returns (string memory) {
        return string.concat(token.symbol(), " / USD");
    }

    /// @dev Reverts when NAV is not valid, with the oracle's own error where the price is not.
    function _read() private view returns (Reading memory reading) {
        TokenState memory state = token.state();
        reading.nav = token.nav();
        if (state.phase == Phase.Settled) {
            // Fees stop accruing when a token is settled, so that is when they last did.
            if (state.feesAccruedAt == block.timestamp) revert NavFeed_Unconfirmed(block.timestamp);
            reading.updatedAt = block.timestamp;
            reading.isSettled = true;
            return reading;
        }
        (uint256 supply, uint256 minimum) = (token.effectiveSupply(), LEAST_SUPPLY * token.virtualShares());
        if (supply < minimum) revert NavFeed_Dust(supply, minimum);
        (reading.price, reading.updatedAt) = token.oracle().price();
        // Equity cancels out: a gift raises NAV and lowers leverage.
        reading.notional = FixedPoint.mulWad(reading.nav.toInt256(), token.leverage());
    }

    /// @dev {usd/share} The most the feed shows: the checkpoint moved by the price, and {MAX_RISE} from the next block on.
    /// Between the two there may have been rebalances, at prices not known here. Each buys after a rise and sells after a
    /// fall, so NAV stays below one of two lines: the position of then held all the time, and the position of now.
    function _highest(Checkpoint memory last, Reading memory reading) private view returns (uint256) {
        if (last.takenAt == 0) return 0;
        int256 change = reading.price.toInt256() - int256(uint256(last.price));
        int256 held = (last.notional * change) / int256(uint256(last.price));
        int256 holds = (reading.notional * change) / reading.price.toInt256();
        int256 carried = int256(uint256(last.nav)) + SignedMath.max(held, holds);
        uint256 highest = uint256(SignedMath.max(carried, 0));
        // A second poke in one block must not add to the first.
        return last.takenAt == block.timestamp ? highest : highest + highest.mulWadDown(MAX_RISE);
    }
}
