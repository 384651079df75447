// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFuturesVenue, Snapshot} from "../interfaces/IFuturesVenue.sol";
import {ILeveragedToken, Limits, Phase, TokenConfig, TokenState} from "../interfaces/ILeveragedToken.sol";
import {ILeveragedTokenFactory} from "../interfaces/ILeveragedTokenFactory.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {FeeMath} from "../libraries/FeeMath.sol";
import {FixedPoint} from "../libraries/FixedPoint.sol";
import {Fund} from "../libraries/NavMath.sol";
import {Policy} from "../libraries/RebalanceLogic.sol";

/// @title FundState
/// @notice What a token is and holds: its fixed terms, its two slots of state, and the one way to read both together with
/// the account at the venue.
abstract contract FundState is ILeveragedToken, ERC4626, ERC20Permit, ReentrancyGuardTransient {
    using FixedPoint for uint256;

    /// @inheritdoc ILeveragedToken
    IFuturesVenue public immutable override venue;
    /// @inheritdoc ILeveragedToken
    bytes32 public immutable override market;
    /// @inheritdoc ILeveragedToken
    IPriceOracle public immutable override oracle;
    /// @inheritdoc ILeveragedToken
    int256 public immutable override targetLeverage;
    /// @inheritdoc ILeveragedToken
    uint256 public immutable override virtualShares;
    /// @notice Governs this token and names its fee collector.
    ILeveragedTokenFactory public immutable factory;

    /// @dev {usd} Value of one unit of collateral, WAD.
    uint256 internal immutable _unit;
    uint256 internal immutable _period;
    uint256 internal immutable _offset;
    uint256 internal immutable _cooldown;
    uint256 internal immutable _lowerBand;
    uint256 internal immutable _upperBand;
    uint256 internal immutable _emergencyBand;
    uint256 internal immutable _maxSlippage;
    uint256 internal immutable _emergencySlippage;
    uint256 internal immutable _tipRate;
    uint256 internal immutable _tipCap;

    TokenState internal _state; // one slot
    Limits internal _limits; // one slot
    /// @inheritdoc ILeveragedToken
    uint256 public override settledAssets;

    /// @dev Deployed by the factory, which validates the configuration.
    constructor(
        TokenConfig memory config
    ) ERC20(config.name, config.symbol) ERC20Permit(config.name) ERC4626(config.venue.collateral()) {
        factory = ILeveragedTokenFactory(msg.sender);
        venue = config.venue;
        market = config.market;
        oracle = config.venue.terms(config.market).oracle;
        targetLeverage = config.leverage;
        virtualShares = 1e18 / config.initialNav;
        _unit = 10 ** (18 - IERC20Metadata(asset()).decimals());
        _period = config.policy.period;
        _offset = config.policy.offset;
        _cooldown = config.policy.cooldown;
        _lowerBand = config.policy.lowerBand;
        _upperBand = config.policy.upperBand;
        _emergencyBand = config.policy.emergencyBand;
        _maxSlippage = config.policy.maxSlippage;
        _emergencySlippage = config.policy.emergencySlippage;
        _tipRate = config.policy.tipRate;
        _tipCap = config.policy.tipCap;
        _state.feesAccruedAt = uint40(block.timestamp);
        _state.rebalancedAt = uint40(block.timestamp);
    }

    /// @inheritdoc ILeveragedToken
    function effectiveSupply() external view returns (uint256) {
        TokenState memory current = _state;
        return _accrue(current);
    }

    /// @inheritdoc ILeveragedToken
    function state() external view returns (TokenState memory) {
        return _state;
    }

    /// @inheritdoc ILeveragedToken
    function limits() external view returns (Limits memory) {
        return _limits;
    }

    /// @inheritdoc ILeveragedToken
    function policy() public view returns (Policy memory rules) {
        rules.period = _period;
        rules.offset = _offset;
        rules.cooldown = _cooldown;
        rules.lowerBand = _lowerBand;
        rules.upperBand = _upperBand;
        rules.emergencyBand = _emergencyBand;
        rules.maxSlippage = _maxSlippage;
        rules.emergencySlippage = _emergencySlippage;
        rules.tipRate = _tipRate;
        rules.tipCap = _tipCap;
    }

    function decimals() public pure override(ERC20, ERC4626, IERC20Metadata) returns (uint8) {
        return 18;
    }

    function nonces(address owner) public view override(ERC20Permit) returns (uint256) {
        return super.nonces(owner);
    }

    /// @dev One read of the venue. State and fund are filled by reference; the management fee is accrued to now in memory,
    /// and callers that write persist it.
    /// @return halted Whether the market refuses trades.
    function _read(TokenState memory current, Fund memory fund) internal view returns (bool halted) {
        Snapshot memory shot = venue.snapshot(market, address(this));
        _fill(fund, shot, _accrue(current));
        return shot.halted;
    }

    function _readFund() internal view returns (Fund memory fund) {
        TokenState memory current = _state;
        _read(current, fund);
    }

    function _fill(Fund memory fund, Snapshot memory shot, uint256 supply) internal view {
        fund.equity = shot.equity;
        fund.unit = _unit;
        fund.supply = supply;
        fund.virtualShares = virtualShares;
        fund.size = shot.size;
        fund.price = shot.price;
        fund.curve = shot.curve;
    }

    /// @dev Accrues the management fee to now, in memory.
    /// @return supply {share} Minted and pending.
    function _accrue(TokenState memory current) internal view returns (uint256 supply) {
        uint256 minted = totalSupply();
        uint256 pending = current.pendingFeeShares;
        uint256 elapsed = block.timestamp - current.feesAccruedAt;
        if (elapsed != 0 && current.phase != Phase.Settled) {
            pending += FeeMath.dilution(minted + pending, current.managementPpmPerYear, elapsed);
            pending = Math.min(pending, type(uint104).max);
            current.pendingFeeShares = uint104(pending);
            current.feesAccruedAt = uint40(block.timestamp);
        }
        return minted + pending;
    }

    /// @dev {1} Real leverage beyond which nothing is minted, WAD.
    function _emergencyLeverage() internal view returns (uint256) {
        return SignedMath.abs(targetLeverage).mulWadDown(_emergencyBand);
    }
}
